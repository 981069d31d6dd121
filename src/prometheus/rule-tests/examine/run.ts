// Examines the unit tests of rules: whether they pass, whether they prove anything, and which mistakes in the rules they
// would not notice.
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readYamlSource } from '../../config/read-source.ts';
import { readTimeline } from '../../history/index.ts';
import { METRIC_NAME } from '../../model/samples.ts';
import { parseTestFile } from '../file/parse.ts';
import { runTestFile, turns } from '../run/file.ts';
import type { TestFile } from '../model/test-file.ts';
import { formatFailure } from '../text/failure.ts';
import { loadRuleFiles } from '../../rules/file/index.ts';
import type { RuleGroup } from '../../rules/model/rule.ts';
import { isKilled, linesThatTestFor, type TestedRules } from './kills.ts';
import { mutateRules } from './mutate.ts';
import type { Probe, ShownMutant } from './model.ts';
import { Separator } from './separate.ts';
import { showMutant } from './shown.ts';
import { findMissing, findVacuous, type Vacuous } from './vacuous.ts';

/** Rules are simulated as if they were evaluated so often. */
const EVALUATION_INTERVAL_MS = 15_000;
/** As many as a person does not write. */
const MOST_MUTANTS = 400;

export interface ExamineOptions {
  /** Absolute paths of files in promtool's format. */
  readonly testFiles: readonly string[];
  /** Timelines in the notation of `load`: a mutant that none of them separates from the rules is not asked for. */
  readonly timelines: readonly string[];
  readonly signal?: AbortSignal;
}

export type Examination =
  /** A file cannot be read, or is no test file; in promtool's words. */
  | { readonly status: 'unreadable'; readonly file: string; readonly line?: number; readonly message: string }
  /** A timeline is wrong. */
  | {
      readonly status: 'bad-timeline';
      readonly index: number;
      readonly line: number;
      readonly message: string;
    }
  /** The rules themselves cannot be loaded. */
  | { readonly status: 'bad-rules'; readonly file: string; readonly line?: number; readonly message: string }
  /** None of the test files names rules. */
  | { readonly status: 'no-rules'; readonly patterns: readonly string[] }
  /** A test fails. `ruleFiles` as below; `message` in promtool's words. */
  | {
      readonly status: 'failed';
      readonly file: string;
      readonly line: number;
      readonly test: string;
      readonly message: string;
      readonly failures: number;
      readonly ruleFiles: readonly string[];
    }
  | {
      readonly status: 'vacuous';
      readonly file: string;
      readonly why: Vacuous;
      readonly ruleFiles: readonly string[];
    }
  | {
      readonly status: 'examined';
      readonly tests: number;
      readonly ruleFiles: readonly string[];
      /** How many mistakes the tests noticed. */
      readonly killed: number;
      /** Those that they do not notice, and that behave differently from the rules. */
      readonly survivors: readonly ShownMutant[];
    };

/** Examines tests with the rules that they name. */
export async function examineTests(options: ExamineOptions): Promise<Examination> {
  const probes: Probe[] = [];
  for (const [index, text] of options.timelines.entries()) {
    const read = readTimeline(text, 'probe', 0);
    if (read.status === 'rejected') {
      const [problem = { line: 1, message: '' }] = read.problems;
      return { status: 'bad-timeline', index, ...problem };
    }
    const endMs = read.series.reduce((last, { timestamps }) => Math.max(last, timestamps.at(-1) ?? 0), 0);
    probes.push({ series: read.series, startMs: 0, endMs });
  }
  const files = new Map<string, TestFile>();
  for (const file of options.testFiles) {
    const source = await readYamlSource(file);
    if (source.status !== 'ok') return { status: 'unreadable', file, message: source.message };
    const parsed = parseTestFile(source.source);
    if (parsed.status === 'error')
      return { status: 'unreadable', file, ...(parsed.problems[0] ?? { message: '' }) };
    files.set(file, parsed.tests);
  }
  return new Examiner(files, probes, options.signal).examine();
}

class Examiner {
  readonly #files: ReadonlyMap<string, TestFile>;
  readonly #probes: readonly Probe[];
  readonly #signal: { readonly signal?: AbortSignal };
  readonly #rest: () => Promise<void>;

  constructor(
    files: ReadonlyMap<string, TestFile>,
    probes: readonly Probe[],
    signal: AbortSignal | undefined,
  ) {
    this.#files = files;
    this.#probes = probes;
    this.#signal = signal === undefined ? {} : { signal };
    this.#rest = turns(signal);
  }

  async examine(): Promise<Examination> {
    const loaded = await this.#load();
    if ('status' in loaded) return loaded;
    const { tested, groups, ruleFiles } = loaded;
    const failed = await this.#findFailure(ruleFiles);
    if (failed !== undefined) return failed;
    const vacuous = await this.#findVacuous(tested, groups);
    if (vacuous !== undefined) return { status: 'vacuous', ...vacuous, ruleFiles };
    const survivors = await this.#survivors([...tested.values()], groups);
    const tests = [...this.#files.values()].reduce((sum, file) => sum + file.tests.length, 0);
    return { status: 'examined', tests, ruleFiles, ...survivors };
  }

  /** The rules of each test file, and of all. */
  async #load(): Promise<Loaded | Examination> {
    const tested = new Map<string, TestedRules>();
    const groups = new Map<string, RuleGroup>();
    const ruleFiles = new Set<string>();
    const patterns: string[] = [];
    for (const [file, tests] of this.#files) {
      const named = tests.ruleFiles.map(({ text }) => text).filter((text) => text !== '');
      patterns.push(...named);
      const options = { evaluationIntervalMs: EVALUATION_INTERVAL_MS, queryOffsetMs: 0 };
      const outcome = await loadRuleFiles(named, dirname(file), options);
      if (outcome.status === 'error') {
        const [problem] = outcome.problems;
        return { status: 'bad-rules', ...(problem ?? { file, message: '' }) };
      }
      for (const path of outcome.files) ruleFiles.add(path);
      for (const group of outcome.groups) groups.set(`${group.file}\0${group.name}`, group);
      tested.set(file, { tests, groups: outcome.groups });
    }
    const all = [...groups.values()];
    if (all.every(({ rules }) => rules.length === 0)) return { status: 'no-rules', patterns };
    return { tested, groups: all, ruleFiles: [...ruleFiles] };
  }

  async #findFailure(ruleFiles: readonly string[]): Promise<Examination | undefined> {
    for (const file of this.#files.keys()) {
      const report = await runTestFile(file, this.#signal);
      if (report.status === 'passed') continue;
      const [problem] = report.problems;
      if (problem !== undefined) return { status: 'unreadable', file, ...problem };
      const failed = report.tests.filter(({ status }) => status === 'failed');
      const [test] = failed;
      const [failure] = test?.failures ?? [];
      if (test === undefined || failure === undefined) continue;
      const failures = failed.reduce((sum, one) => sum + one.failures.length, 0);
      const message = formatFailure(failure, test);
      return { status: 'failed', file, line: failure.line, test: test.name, message, failures, ruleFiles };
    }
    return undefined;
  }

  async #findVacuous(
    tested: ReadonlyMap<string, TestedRules>,
    groups: readonly RuleGroup[],
  ): Promise<{ readonly file: string; readonly why: Vacuous } | undefined> {
    for (const [file, one] of tested) {
      const why = findVacuous(one.tests, groups, await linesThatTestFor(one, this.#rest));
      if (why !== undefined) return { file, why };
    }
    const why = findMissing([...this.#files.values()], groups);
    const [file = ''] = this.#files.keys();
    return why === undefined ? undefined : { file, why };
  }

  async #survivors(
    tested: readonly TestedRules[],
    groups: readonly RuleGroup[],
  ): Promise<{ readonly killed: number; readonly survivors: readonly ShownMutant[] }> {
    const labels = new Set(
      this.#probes.flatMap(({ series }) =>
        series.flatMap((one) => Array.from(one.labels.entries(), ([name]) => name)),
      ),
    );
    labels.delete(METRIC_NAME);
    const separator = new Separator(groups, this.#probes, this.#signal);
    const survivors: ShownMutant[] = [];
    let killed = 0;
    for (const mutant of mutateRules(groups, labels).slice(0, MOST_MUTANTS)) {
      this.#signal.signal?.throwIfAborted();
      if (await isKilled(mutant, tested, this.#rest)) killed += 1;
      else if (await separator.separates(mutant))
        survivors.push(showMutant(mutant, await readFile(mutant.file, 'utf8')));
    }
    return { killed, survivors };
  }
}

/** What the test files are about. */
interface Loaded {
  readonly tested: ReadonlyMap<string, TestedRules>;
  readonly groups: readonly RuleGroup[];
  readonly ruleFiles: readonly string[];
}
