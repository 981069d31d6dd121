// English: every sentence that a person reads. A language is such a table; the compiler names what it lacks.
import type { BlockedFacts, FailFacts, PassFacts } from '../../checks/index.ts';
import type { DiagnosticFacts } from '../../course/facts/diagnostics.ts';
import type {
  BlockedEntries,
  ErrorEntries,
  FailEntries,
  PassEntries,
  SayError,
  TextEntries,
} from '../contract/entries.ts';
import type { Errors } from '../contract/facts.ts';
import { records } from './alerts/records.ts';
import { rules } from './alerts/rules.ts';
import { timelines } from './alerts/timelines.ts';
import { apps } from './verdicts/apps.ts';
import { blocked } from './verdicts/blocked.ts';
import { diagnostics } from './course/diagnostics.ts';
import { cli } from './cli/index.ts';
import { trafficReason } from './errors/connections.ts';
import { counts } from './verdicts/counts.ts';
import { appErrors, prepareErrors } from './errors/app-process.ts';
import { authorErrors } from './course/errors.ts';
import { checkErrors } from './errors/checks.ts';
import { commandErrors, idFault, titleFault } from './errors/commands.ts';
import { installErrors } from './errors/install.ts';
import { prometheusErrors } from './errors/prometheus.ts';
import { reportErrors, whyNoSandbox } from './errors/reports.ts';
import { sessionErrors } from './errors/session.ts';
import { sharedErrors } from './errors/shared.ts';
import { workspaceErrors } from './errors/workspace.ts';
import { gauges } from './verdicts/gauges.ts';
import { incidents } from './verdicts/incidents.ts';
import { labels } from './verdicts/labels.ts';
import { durations } from './verdicts/recording/durations.ts';
import { outcomes } from './verdicts/recording/outcomes.ts';
import { zeros } from './verdicts/recording/zeros.ts';
import { metrics } from './verdicts/metrics.ts';
import { packages } from './verdicts/packages.ts';
import { pages } from './verdicts/pages.ts';
import { passes } from './verdicts/passes.ts';
import { infos } from './verdicts/infos.ts';
import { jobs } from './prometheus/jobs.ts';
import { limits } from './prometheus/limits.ts';
import { targets } from './prometheus/targets.ts';
import { waits } from './prometheus/waits.ts';
import { yaml } from './prometheus/yaml.ts';
import { noResult } from './verdicts/queries/no-result.ts';
import { quantiles } from './verdicts/queries/quantiles.ts';
import { results } from './verdicts/queries/results.ts';
import { windows } from './verdicts/queries/windows.ts';
import { questions } from './verdicts/questions.ts';
import { ruleTests } from './verdicts/rule-tests.ts';
import { responses } from './verdicts/responses.ts';
import { series } from './verdicts/series.ts';
import { createChoices } from './session/choices.ts';
import { createNotes, restarts } from './session/notes.ts';
import { summary } from './session/summary.ts';
import { createWorkspaceNotes } from './session/workspace.ts';
import { report } from './report/index.ts';
import { ui } from './ui/index.ts';

const errors = {
  ...appErrors,
  ...prepareErrors,
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
} satisfies ErrorEntries<Errors>;

const fails = {
  ...apps,
  ...infos,
  ...jobs,
  ...yaml,
  ...counts,
  ...gauges,
  ...incidents,
  ...labels,
  ...limits,
  ...durations,
  ...outcomes,
  ...zeros,
  ...metrics,
  ...packages,
  ...pages,
  ...noResult,
  ...quantiles,
  ...results,
  ...windows,
  ...questions,
  ...responses,
  ...ruleTests,
  ...series,
  ...records,
  ...rules,
  ...targets,
  ...timelines,
} satisfies FailEntries<FailFacts>;

export const en = {
  passes: passes satisfies PassEntries<PassFacts>,
  fails,
  blocked: blocked satisfies BlockedEntries<BlockedFacts>,
  errors,
  waits,
  diagnostics: diagnostics satisfies TextEntries<DiagnosticFacts>,
  /** `say` words the error that a note is about. */
  notes: (say: SayError) => ({
    ...createChoices(say),
    ...createNotes(say),
    ...createWorkspaceNotes(say),
    ...restarts,
  }),
  trafficReason,
  summary,
  idFault,
  titleFault,
  whyNoSandbox,
  ui,
  cli,
  report,
};
