// The one error class for what a user can mend. A bug is a plain Error and keeps its stack.

/** What a {@link LabError} carries beside its sentence. */
export interface LabErrorOptions {
  /** What to do about it, one sentence. */
  readonly hint?: string;
  /** The error below, shown by `--debug`. */
  readonly cause?: unknown;
}

/**
 * A fault with a way out: one clear sentence, a stable code and what to do.
 * Thrown anywhere, caught once, at the bin, which prints it and exits 2.
 */
export class LabError extends Error {
  override readonly name = 'LabError';
  /** Stable, kebab-case, for `--json` and tests. */
  readonly code: string;
  readonly hint: string | undefined;

  constructor(code: string, message: string, options: LabErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
  }
}
