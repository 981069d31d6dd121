// The one error class for what a user can fix. A bug is a plain Error and keeps its stack.
import type { Fact } from './verdict.ts';

/** What a {@link LabError} carries beside its sentence. */
export interface LabErrorOptions {
  /** What to do about it, one sentence. */
  readonly hint?: string;
  /** The error below, shown by `--debug`. */
  readonly cause?: unknown;
  readonly fact?: Fact;
}

/**
 * An error the user can fix: a stable code, and as a fact what is wrong. Thrown anywhere, caught once, at the bin, which
 * puts it into words and exits with 2. Made with {@link labErrors}.
 */
export class LabError extends Error {
  override readonly name = 'LabError';
  /** Stable, kebab-case, for `--json` and tests. */
  readonly code: string;
  readonly hint: string | undefined;
  readonly fact: Fact | undefined;

  constructor(code: string, message: string, options: LabErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.fact = options.fact;
  }
}

/** The code of a kind: `no-samples-yet/not-stored` is one of several kinds of `no-samples-yet`. */
export const codeOf = (kind: string): string => kind.split('/', 1)[0] ?? kind;

/** What another program said, where the error's fact is of this kind (`bad-query`); undefined for any other error. */
export function saidIn(error: unknown, kind: string): string | undefined {
  if (!(error instanceof LabError) || error.fact?.kind !== kind) return undefined;
  return 'said' in error.fact && typeof error.fact.said === 'string' ? error.fact.said : undefined;
}

/** The error of a fact. */
export const errorOf = (fact: Fact, cause?: unknown): LabError =>
  new LabError(codeOf(fact.kind), fact.kind, { fact, ...(cause === undefined ? {} : { cause }) });

/** A sentence that is finished already, as a fact. */
export interface SaidFact extends Fact {
  readonly kind: 'said';
  readonly message: string;
  readonly hint?: string | undefined;
}

/** What an error says, as a fact that another one can carry: of a bug its own text. */
export function factOf(error: unknown): Fact {
  if (error instanceof LabError && error.fact !== undefined) return error.fact;
  const message = error instanceof Error ? error.message : String(error);
  const said: SaidFact = { kind: 'said', message, ...(error instanceof LabError && { hint: error.hint }) };
  return said;
}

/**
 * Gives what makes the errors of one module: `Errors` names each kind and its parameters. A kind is the error's code, or
 * the code, a slash and what tells it from the others of that code.
 */
export const labErrors =
  <Errors extends object>() =>
  <K extends keyof Errors & string>(kind: K, params: Errors[K], cause?: unknown): LabError =>
    errorOf({ kind, ...params }, cause);
