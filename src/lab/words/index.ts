// Every sentence that a person reads, in one language. Another language is another folder beside `en/`.
import type { AppErrors } from '../app-process/index.ts';
import type { BlockedFacts, CheckErrors, FailFacts, PassFacts } from '../checks/index.ts';
import { LabError, type BugFact } from '../model/errors.ts';
import type { SharedErrors } from '../model/shared-errors.ts';
import type { AuthoringErrors } from '../authoring/facts/errors.ts';
import type { CommandErrors } from '../cli/facts/errors.ts';
import type { CourseErrors } from '../course/facts/errors.ts';
import type { InstallErrors, RunningErrors } from '../prometheus/index.ts';
import type { ReportErrors } from '../report/facts/errors.ts';
import type { VerifyErrors } from '../verify/facts/errors.ts';
import type { Fact, Verdict } from '../model/verdict.ts';
import type { SessionErrors } from '../session/contract/errors.ts';
import type { TrafficFault } from '../traffic/index.ts';
import type { WorkspaceErrors } from '../workspace/index.ts';
import type {
  BlockedEntries,
  ErrorEntries,
  ErrorWords,
  FailEntries,
  FailWords,
  PassEntries,
} from './contract/entries.ts';
import { apps } from './en/apps.ts';
import { blocked } from './en/blocked.ts';
import { trafficReason } from './en/connections.ts';
import { jobs } from './en/prometheus/jobs.ts';
import { yaml } from './en/prometheus/yaml.ts';
import { counts } from './en/counts.ts';
import { appErrors } from './en/errors/app-process.ts';
import { authorErrors } from './en/errors/author.ts';
import { checkErrors } from './en/errors/checks.ts';
import { commandErrors } from './en/errors/commands.ts';
import { installErrors } from './en/errors/install.ts';
import { prometheusErrors } from './en/errors/prometheus.ts';
import { reportErrors } from './en/errors/reports.ts';
import { sessionErrors } from './en/errors/session.ts';
import { sharedErrors } from './en/errors/shared.ts';
import { workspaceErrors } from './en/errors/workspace.ts';
import { gauges } from './en/gauges.ts';
import { labels } from './en/labels.ts';
import { metrics } from './en/metrics.ts';
import { packages } from './en/packages.ts';
import { pages } from './en/pages.ts';
import { passes } from './en/passes.ts';
import { questions } from './en/questions.ts';
import { responses } from './en/responses.ts';
import { createChoices } from './en/session/choices.ts';
import { createNotes, restarts } from './en/session/notes.ts';
import { createWorkspaceNotes } from './en/session/workspace.ts';
import { targets } from './en/prometheus/targets.ts';
import { waits } from './en/prometheus/waits.ts';

export { cli } from './en/cli/index.ts';
export { idFault, titleFault } from './en/errors/commands.ts';
export { whyNoSandbox } from './en/errors/reports.ts';
export { summary as summaryInWords } from './en/session/summary.ts';
export { ui } from './en/ui/index.ts';

type Errors = AppErrors &
  AuthoringErrors &
  CheckErrors &
  CommandErrors &
  CourseErrors &
  InstallErrors &
  ReportErrors &
  RunningErrors &
  SessionErrors &
  SharedErrors &
  VerifyErrors &
  WorkspaceErrors & { readonly bug: BugFact };

const errors: ErrorEntries<Errors> = {
  ...appErrors,
  ...authorErrors,
  ...checkErrors,
  ...commandErrors,
  ...installErrors,
  ...prometheusErrors,
  ...reportErrors,
  ...sessionErrors,
  ...sharedErrors,
  ...workspaceErrors,
  bug: ({ said }) => ({ message: said }),
};

const VERDICTS: {
  readonly pass: PassEntries<PassFacts>;
  readonly fail: FailEntries<FailFacts>;
  readonly blocked: BlockedEntries<BlockedFacts> & ErrorEntries<Errors>;
} = {
  pass: passes,
  fail: {
    ...apps,
    ...jobs,
    ...yaml,
    ...counts,
    ...gauges,
    ...labels,
    ...metrics,
    ...packages,
    ...pages,
    ...questions,
    ...responses,
    ...targets,
  },
  blocked: { ...blocked, ...errors },
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
const present = (words: Partial<FailWords>): Words =>
  Object.fromEntries(Object.entries(words).filter(([, text]) => text !== undefined));

/** A verdict in words: as `check --json` prints it. */
export interface Words {
  readonly message?: string;
  readonly expected?: string;
  readonly observed?: string;
  readonly hint?: string;
}

/** A verdict, or what carries its fields, with its fact put into words. */
export function worded<T extends { readonly status: Verdict['status']; readonly fact?: Fact }>(
  one: T,
): Omit<T, 'fact'> & Words {
  const { fact, ...rest } = one;
  return fact === undefined ? rest : { ...rest, ...present(wordsOf(VERDICTS[one.status], fact)) };
}

/** What an error that was thrown says: in words where it is the lab's own. */
export const wordsOfThrown = (error: unknown): ErrorWords =>
  error instanceof LabError
    ? wordsOfError(error)
    : { message: error instanceof Error ? error.message : String(error) };

/** What is waited for, one sentence. */
export const wordsOfWait = (fact: Fact): string => textOf(waits, fact);

/** What is wrong, and what to do. */
export const wordsOfError = ({ fact }: LabError): ErrorWords => wordsOf(ERRORS, fact);

const sayError = (fact: Fact): ErrorWords => wordsOf(ERRORS, fact);

const NOTES: object = {
  ...createChoices(sayError),
  ...createNotes(sayError),
  ...createWorkspaceNotes(sayError),
  ...restarts,
};

/** What a note says, or how a restart went. A note of an error is what is wrong, and what to do. */
export function wordsOfNote(fact: Fact): string {
  if (Object.hasOwn(NOTES, fact.kind)) return textOf(NOTES, fact);
  const { message, hint } = sayError(fact);
  return hint === undefined ? message : `${message} ${hint}`;
}

/** Why requests of a scenario got no response, and what to do. */
export function wordsOfTraffic(why: TrafficFault): string {
  const { reason, hint } = trafficReason(why);
  return `${reason}. ${hint}`;
}
