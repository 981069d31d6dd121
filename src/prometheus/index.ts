// The public interface of the embedded server, and the only file that other modules import. The server itself
// is loaded when it is started, so that importing this file costs nothing.
import type { EmbeddedOptions, EmbeddedReload, EmbeddedServer } from './server/embedded.ts';
import type { HistoryReading } from './history/index.ts';
import type { Examination, ExamineOptions } from './rule-tests/examine/index.ts';
import type { SeriesSamples } from './model/samples.ts';
import type { SimulationOptions, SimulationOutcome } from './simulation/index.ts';

export type { Expr as QueryExpr } from './promql/index.ts';
export { EmbeddedStartError } from './server/embedded.ts';
export type { EmbeddedOptions, EmbeddedReload, EmbeddedServer } from './server/embedded.ts';
export type { SimulationOptions, SimulationOutcome } from './simulation/index.ts';

/** Starts the embedded server. @throws {EmbeddedStartError} */
export async function startPrometheus(options: EmbeddedOptions): Promise<EmbeddedServer> {
  if (options.workerFile !== undefined) {
    const { startInWorker } = await import('./server/in-worker.ts');
    return startInWorker(options.workerFile, options);
  }
  const { startServer } = await import('./server/start.ts');
  return startServer(options);
}

/** The samples of the past that a text describes, the last of them at `endMs`. */
export async function readHistory(text: string, seed: string, endMs: number): Promise<HistoryReading> {
  const history = await import('./history/index.ts');
  return history.readHistory(text, seed, endMs);
}

/** The samples of a timeline that a text describes; all series begin at `startMs`. */
export async function readTimeline(text: string, seed: string, startMs: number): Promise<HistoryReading> {
  const history = await import('./history/index.ts');
  return history.readTimeline(text, seed, startMs);
}

/** What asks queries of a timeline and runs rules over it, in this thread, without a server. */
export async function loadQueryTools() {
  const { askSeries, parseAsked, runRules } = await import('./simulation/index.ts');
  return { askSeries, parseAsked, runRules };
}

/** What reads a query as a tree with places, and prints a tree. @throws {PromqlError} where a query cannot be read */
export async function loadQuerySyntax() {
  const { parsePromql, printExpr } = await import('./promql/index.ts');
  return { parsePromql, printExpr };
}

/** Samples as a page of OpenMetrics, in pieces. */
export async function formatOpenMetrics(series: readonly SeriesSamples[]): Promise<Iterable<string>> {
  const history = await import('./history/index.ts');
  return history.formatOpenMetrics(series);
}

/** Simulates rules, a query, or both over a timeline, in this thread, without a server. */
export async function simulate(options: SimulationOptions): Promise<SimulationOutcome> {
  const simulation = await import('./simulation/index.ts');
  return simulation.simulate(options);
}

/** Whether a server would take a configuration file and its rules as they are now, found without one. */
export async function checkConfig(configFile: string): Promise<EmbeddedReload> {
  const { loadAll } = await import('./server/load.ts');
  const loaded = await loadAll(configFile);
  return loaded.status === 'error' ? { status: 'rejected', message: loaded.message } : { status: 'reloaded' };
}

/** What works on rule files and their unit tests, without a server. */
export async function loadRuleTools() {
  const { checkRuleFile, checkRuleText, formatRuleCheck } = await import('./rules/file/index.ts');
  const tests = await import('./rule-tests/index.ts');
  const { faultOfNames, formatDifference, formatFailure, formatTestReport, runTestFile } = tests;
  return {
    checkRuleFile,
    checkRuleText,
    faultOfNames,
    formatDifference,
    formatFailure,
    formatRuleCheck,
    formatTestReport,
    runTestFile,
  };
}

/** Examines unit tests of rules, in this thread: whether they pass, and which mistakes in the rules they would notice. */
export async function examineRuleTests(options: ExamineOptions): Promise<Examination> {
  const { examineTests } = await import('./rule-tests/examine/index.ts');
  return examineTests(options);
}
