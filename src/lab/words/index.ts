// Puts facts into words, in one language. Another language is another folder beside `en/`, which exports such a table.
import { LabError } from '../model/errors.ts';
import type { Fact, Verdict } from '../model/verdict.ts';
import type { Diagnostic } from '../course/index.ts';
import type { TrafficFault } from '../traffic/index.ts';
import type { ErrorWords, FailWords } from './contract/entries.ts';
import { en as language } from './en/index.ts';

export const {
  ui,
  cli,
  report: reportWords,
  idFault,
  titleFault,
  whyNoSandbox,
  summary: summaryInWords,
} = language;

const VERDICTS: Readonly<Record<Verdict['status'], object>> = {
  pass: language.passes,
  fail: language.fails,
  blocked: { ...language.blocked, ...language.errors },
};

const ERRORS: object = { ...VERDICTS.fail, ...VERDICTS.blocked };

/** What a table makes of a fact. */
function entryOf(table: object, fact: Fact): unknown {
  if (!Object.hasOwn(table, fact.kind)) throw new Error(`no words for the fact ${fact.kind}`);
  const entry = table[fact.kind as keyof typeof table] as (params: unknown) => unknown;
  return entry(fact);
}
const wordsOf = (table: object, fact: Fact): FailWords => entryOf(table, fact) as FailWords;
const textOf = (table: object, fact: Fact): string => entryOf(table, fact) as string;

/** Without what is undefined. */
const present = ({ message, ...others }: FailWords): Words => ({
  message,
  ...Object.fromEntries(Object.entries(others).filter(([, text]) => text !== undefined)),
});

/** A verdict in words: as `check --json` prints it. */
export interface Words {
  readonly message: string;
  readonly expected?: string;
  readonly observed?: string;
  readonly example?: string;
  readonly live?: string;
  readonly result?: string;
  readonly hint?: string;
}

/** A verdict, or what carries its fields, with its fact put into words. */
export function worded<T extends { readonly status: Verdict['status']; readonly fact: Fact }>(
  one: T,
): Omit<T, 'fact'> & Words {
  const { fact, ...rest } = one;
  return { ...rest, ...present(wordsOf(VERDICTS[one.status], fact)) };
}

/** An error of a course, in words: as `lint --json` prints it. */
export type WordedDiagnostic = Omit<Diagnostic, 'fact'> & { readonly message: string };

export function wordedDiagnostic({ fact, ...rest }: Diagnostic): WordedDiagnostic {
  return { ...rest, message: wordsOfDiagnostic(fact) };
}

/** What is wrong in a course, one sentence. */
export const wordsOfDiagnostic = (fact: Fact): string => textOf(language.diagnostics, fact);

/** What an error that was thrown says: in words where it is the lab's own. */
export const wordsOfThrown = (error: unknown): ErrorWords =>
  error instanceof LabError
    ? wordsOfError(error)
    : { message: error instanceof Error ? error.message : String(error) };

/** What is waited for, one sentence. */
export const wordsOfWait = (fact: Fact): string => textOf(language.waits, fact);

/** What is wrong, and what to do. */
export const wordsOfError = ({ fact }: LabError): ErrorWords => wordsOf(ERRORS, fact);

const sayError = (fact: Fact): ErrorWords => wordsOf(ERRORS, fact);

const NOTES: object = language.notes(sayError);

/** What a note says, or how a restart went. A note of an error is what is wrong, and what to do. */
export function wordsOfNote(fact: Fact): string {
  if (Object.hasOwn(NOTES, fact.kind)) return textOf(NOTES, fact);
  const { message, hint } = sayError(fact);
  return hint === undefined ? message : `${message} ${hint}`;
}

/** Why requests of a scenario got no response, and what to do. */
export function wordsOfTraffic(why: TrafficFault): string {
  const { reason, hint } = language.trafficReason(why);
  return `${reason}. ${hint}`;
}
