// Errors of a step that a schema cannot find: unknown stages, scenarios, ports and files, and incomplete answers.
import { concernsOf } from '../../checks/index.ts';
import type { CourseSpec } from '../../model/schema/course.ts';
import { isPackageName } from '../../runtimes/contract/package-name.ts';
import { queryFileOf } from '../../model/course.ts';
import type { DiagnosticFact } from '../facts/diagnostics.ts';
import type { StepSpec } from '../spec/schema.ts';
import { locateFile } from './course-folder.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { StepSource } from './step-source.ts';
import type { DataPath } from './yaml-source.ts';
import { isReserved } from './names.ts';

/** An error at a path of the front matter. */
interface PathFault {
  readonly path: DataPath;
  readonly fact: DiagnosticFact;
}

export interface StepFaultsInput {
  readonly root: string;
  readonly spec: CourseSpec;
  readonly step: StepSource;
  /** All steps of the course, in order. */
  readonly steps: readonly StepSource[];
}

/** All such errors of one step. */
export async function stepFaults(input: StepFaultsInput): Promise<readonly Diagnostic[]> {
  const { step } = input;
  if (step.spec === undefined) return [];
  const faults = [
    ...referenceFaults(input.spec, step.spec, filesUpTo(input)),
    ...untilFaults(input, step.spec),
    ...(await solutionFaults(input, step.spec)),
    ...questionFaults(step.spec),
  ];
  return faults.map(({ path, fact }) => step.yaml.at(path, 'value', 'error', fact));
}

/** The file of a workspace that Prometheus is started on. */
const SCRAPE_CONFIG = 'prometheus.yml';

/** The workspace files that a step can speak of: the starter's, and those that its and earlier solutions bring. */
function filesUpTo({ spec, step, steps }: StepFaultsInput): ReadonlySet<string> {
  const files = new Set(Object.keys(spec.workspace));
  for (const earlier of steps.slice(0, steps.indexOf(step) + 1)) {
    const query = earlier.spec === undefined ? undefined : queryFileOf(earlier.spec);
    if (query !== undefined) files.add(query);
    const solution = earlier.spec?.solution;
    if (solution !== undefined && 'files' in solution)
      for (const file of Object.keys(solution.files)) files.add(file);
  }
  return files;
}

function referenceFaults(spec: CourseSpec, step: StepSpec, files: ReadonlySet<string>): readonly PathFault[] {
  const faults: PathFault[] = [];
  const scenarios = Object.keys(spec.scenarios ?? {});
  if (step.scenario !== undefined && !scenarios.includes(step.scenario)) {
    faults.push({
      path: ['scenario'],
      fact: { kind: 'unknown-scenario', name: step.scenario, known: scenarios },
    });
  }
  const histories = Object.keys(spec.histories ?? {});
  if (step.history !== undefined && !histories.includes(step.history)) {
    faults.push({
      path: ['history'],
      fact: { kind: 'unknown-history', name: step.history, known: histories },
    });
  }
  for (const [index, file] of (step.files ?? []).entries()) {
    if (files.has(file)) continue;
    faults.push({ path: ['files', index], fact: { kind: 'unknown-file/of-step', file } });
  }
  if (step.prometheus === true && !files.has(SCRAPE_CONFIG)) {
    faults.push({ path: ['prometheus'], fact: { kind: 'unknown-file/scrape-config', file: SCRAPE_CONFIG } });
  }
  const ports = Object.keys(spec.app.ports);
  for (const [index, check] of step.checks.entries()) {
    if ('port' in check && check.port !== undefined && !ports.includes(check.port)) {
      faults.push({
        path: ['checks', index, 'port'],
        fact: { kind: 'unknown-port', name: check.port, known: ports },
      });
    }
    const concerns = concernsOf(check);
    for (const file of concerns.files.filter((one) => !files.has(one)))
      faults.push({ path: ['checks', index], fact: { kind: 'unknown-file/of-check', file } });
    for (const { path, fact } of concerns.faults) faults.push({ path: ['checks', index, ...path], fact });
  }
  return faults;
}

/** A learner gives one answer, which the first question takes. */
function questionFaults({ checks }: StepSpec): readonly PathFault[] {
  const [, ...more] = checks.flatMap((check, index) => (check.kind === 'answer' ? [index] : []));
  return more.map((index) => ({ path: ['checks', index, 'kind'], fact: { kind: 'second-question' } }));
}

function untilFaults({ step, steps }: StepFaultsInput, { until }: StepSpec): readonly PathFault[] {
  if (until === undefined) return [];
  const later = steps.slice(steps.indexOf(step) + 1).flatMap(({ spec }) => spec?.id ?? []);
  if (later.includes(until)) return [];
  return [{ path: ['until'], fact: { kind: 'unknown-step', name: until } }];
}

async function solutionFaults(input: StepFaultsInput, step: StepSpec): Promise<readonly PathFault[]> {
  const { root, spec } = input;
  const { solution } = step;
  if (solution === undefined) return [];
  if ('stage' in solution) {
    const stages = Object.keys(spec.stages ?? {});
    if (stages.includes(solution.stage)) return [];
    const fact = { kind: 'unknown-stage', name: solution.stage, known: stages } as const;
    return [{ path: ['solution', 'stage'], fact }];
  }
  if ('files' in solution) {
    const faults: PathFault[] = [];
    for (const [file, inner] of Object.entries(solution.files)) {
      const located = await locateFile(root, `${input.step.folder}/${inner}`);
      const path = ['solution', 'files', file];
      if (located.status !== 'ok') faults.push({ path, fact: located.fact });
      if (isReserved(file)) faults.push({ path, fact: { kind: 'reserved-file', file } });
    }
    return faults;
  }
  if ('install' in solution) {
    if (isPackageName(solution.install)) return [];
    return [{ path: ['solution', 'install'], fact: { kind: 'package-name', name: solution.install } }];
  }
  const { port, file = SCRAPE_CONFIG } = solution.scrapeJob;
  const ports = Object.keys(spec.app.ports);
  const faults: PathFault[] = [];
  if (!ports.includes(port)) {
    const fact = { kind: 'unknown-port', name: port, known: ports } as const;
    faults.push({ path: ['solution', 'scrapeJob', 'port'], fact });
  }
  if (!filesUpTo(input).has(file))
    faults.push({ path: ['solution', 'scrapeJob'], fact: { kind: 'unknown-file/of-check', file } });
  return faults;
}
