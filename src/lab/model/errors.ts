// The one error class for what a user can fix. A bug is a plain Error and keeps its stack.
import type { Fact } from './verdict.ts';

/** The code of a kind: `no-samples-yet/not-stored` is one of several kinds of `no-samples-yet`. */
export const codeOf = (kind: string): string => kind.split('/', 1)[0] ?? kind;

/**
 * An error the user can fix: a stable code, and as a fact what is wrong. Thrown anywhere, caught once, at the bin, which
 * puts it into words and exits with 2. Made with {@link labErrors}.
 */
export class LabError extends Error {
  override readonly name = 'LabError';
  /** Stable, kebab-case, for `--json` and tests. */
  readonly code: string;
  readonly fact: Fact;

  /**
   * @param options.code where it is not in the fact's kind @default that of the kind
   * @param options.cause the error below, shown by `--debug`
   */
  constructor(fact: Fact, options: { readonly code?: string; readonly cause?: unknown } = {}) {
    super(fact.kind, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code ?? codeOf(fact.kind);
    this.fact = fact;
  }
}

/** What another program said, where the error's fact is of this kind (`bad-query`); undefined for any other error. */
export function saidIn(error: unknown, kind: string): string | undefined {
  if (!(error instanceof LabError) || error.fact.kind !== kind) return undefined;
  return 'said' in error.fact && typeof error.fact.said === 'string' ? error.fact.said : undefined;
}

/** A bug's own text, as a fact. */
export interface BugFact extends Fact {
  readonly kind: 'bug';
  readonly said: string;
}

/** What an error says, as a fact that another one can carry. */
export function factOf(error: unknown): Fact {
  if (error instanceof LabError) return error.fact;
  const bug: BugFact = { kind: 'bug', said: error instanceof Error ? error.message : String(error) };
  return bug;
}

/**
 * Gives what makes the errors of one module: `Errors` names each kind and its parameters. A kind is the error's code, or
 * the code, a slash and what tells it from the others of that code. No parameter may be called `kind`.
 */
export const labErrors =
  <Errors extends object>() =>
  <K extends keyof Errors & string>(
    kind: K,
    params: Errors[K] & { readonly kind?: never },
    cause?: unknown,
  ): LabError =>
    new LabError({ ...params, kind }, { cause });
