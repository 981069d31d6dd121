// Faults of a step that no schema can see: unknown stages, scenarios, ports and files, and incomplete answers.
import type { CourseSpec, StepSpec } from '../../model/schema.ts';
import { locateFile } from './course-folder.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { StepSource } from './step-source.ts';
import { answerFaults, type PathFault } from './answer-faults.ts';
import { isPackageName, isReserved } from './names.ts';

export interface StepFaultsInput {
  readonly root: string;
  readonly spec: CourseSpec;
  readonly step: StepSource;
  /** All steps of the course, in order. */
  readonly steps: readonly StepSource[];
}

/** All such faults of one step. */
export async function stepFaults(input: StepFaultsInput): Promise<readonly Diagnostic[]> {
  const { step } = input;
  if (step.spec === undefined) return [];
  const faults = [
    ...referenceFaults(input.spec, step.spec, filesUpTo(input)),
    ...untilFaults(input, step.spec),
    ...(await solutionFaults(input, step.spec)),
    ...questionFaults(step.spec),
    ...step.spec.checks.flatMap((check, index) =>
      check.kind === 'answer' ? answerFaults(check, ['checks', index]) : [],
    ),
  ];
  return faults.map(({ path, code, message }) => step.yaml.at(path, 'value', 'error', code, message));
}

/** The file of a workspace that Prometheus is started on. */
const SCRAPE_CONFIG = 'prometheus.yml';

const quoted = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');

const unknown = (what: string, name: string, known: readonly string[]) =>
  `There is no ${what} \`${name}\` in course.yaml${known.length === 0 ? '' : ` (there are ${quoted(known)})`}.`;

/** The workspace files that a step can speak of: the starter's, and those that its and earlier solutions bring. */
function filesUpTo({ spec, step, steps }: StepFaultsInput): ReadonlySet<string> {
  const files = new Set(Object.keys(spec.workspace));
  for (const earlier of steps.slice(0, steps.indexOf(step) + 1)) {
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
      code: 'unknown-scenario',
      message: unknown('scenario', step.scenario, scenarios),
    });
  }
  for (const [index, file] of (step.files ?? []).entries()) {
    if (files.has(file)) continue;
    const message = `\`${file}\` is not a file of the workspace: neither course.yaml nor a solution up to here brings it.`;
    faults.push({ path: ['files', index], code: 'unknown-file', message });
  }
  if (step.prometheus === true && !files.has(SCRAPE_CONFIG)) {
    const message = `Prometheus is started on \`${SCRAPE_CONFIG}\`, and the workspace has none: name one under \`workspace\` in course.yaml.`;
    faults.push({ path: ['prometheus'], code: 'unknown-file', message });
  }
  const ports = Object.keys(spec.app.ports);
  for (const [index, check] of step.checks.entries()) {
    if ('port' in check && check.port !== undefined && !ports.includes(check.port)) {
      faults.push({
        path: ['checks', index, 'port'],
        code: 'unknown-port',
        message: unknown('port', check.port, ports),
      });
    }
    if (check.kind === 'scrape-job' && !files.has(check.file ?? SCRAPE_CONFIG)) {
      const message = `The workspace has no file \`${check.file ?? SCRAPE_CONFIG}\`.`;
      faults.push({ path: ['checks', index], code: 'unknown-file', message });
    }
    if (check.kind === 'dependency' && !isPackageName(check.package)) {
      const message = `\`${check.package}\` is not the name of an npm package.`;
      faults.push({ path: ['checks', index, 'package'], code: 'package-name', message });
    }
  }
  return faults;
}

/** A learner gives one answer, which the first question takes. */
function questionFaults({ checks }: StepSpec): readonly PathFault[] {
  const [, ...more] = checks.flatMap((check, index) => (check.kind === 'answer' ? [index] : []));
  return more.map((index) => ({
    path: ['checks', index, 'kind'],
    code: 'second-question',
    message: 'A step asks one question: make this one a step of its own.',
  }));
}

function untilFaults({ step, steps }: StepFaultsInput, { until }: StepSpec): readonly PathFault[] {
  if (until === undefined) return [];
  const later = steps.slice(steps.indexOf(step) + 1).flatMap(({ spec }) => spec?.id ?? []);
  if (later.includes(until)) return [];
  return [
    { path: ['until'], code: 'unknown-step', message: `There is no step \`${until}\` after this one.` },
  ];
}

async function solutionFaults(input: StepFaultsInput, step: StepSpec): Promise<readonly PathFault[]> {
  const { root, spec } = input;
  const { solution } = step;
  if (solution === undefined) return [];
  if ('stage' in solution) {
    const stages = Object.keys(spec.stages ?? {});
    if (stages.includes(solution.stage)) return [];
    const message = unknown('stage', solution.stage, stages);
    return [{ path: ['solution', 'stage'], code: 'unknown-stage', message }];
  }
  if ('files' in solution) {
    const faults: PathFault[] = [];
    for (const [file, inner] of Object.entries(solution.files)) {
      const located = await locateFile(root, `${input.step.folder}/${inner}`);
      const path = ['solution', 'files', file];
      if (located.status !== 'ok') faults.push({ path, code: located.code, message: located.message });
      if (isReserved(file)) {
        const message = `\`${file}\` is a place where the lab or npm keeps its own files.`;
        faults.push({ path, code: 'reserved-file', message });
      }
    }
    return faults;
  }
  if ('install' in solution) {
    if (isPackageName(solution.install)) return [];
    const message = `\`${solution.install}\` is not the name of an npm package.`;
    return [{ path: ['solution', 'install'], code: 'package-name', message }];
  }
  const { port, file = SCRAPE_CONFIG } = solution.scrapeJob;
  const ports = Object.keys(spec.app.ports);
  const faults: PathFault[] = [];
  if (!ports.includes(port)) {
    const message = unknown('port', port, ports);
    faults.push({ path: ['solution', 'scrapeJob', 'port'], code: 'unknown-port', message });
  }
  if (!filesUpTo(input).has(file)) {
    const message = `The workspace has no file \`${file}\`.`;
    faults.push({ path: ['solution', 'scrapeJob'], code: 'unknown-file', message });
  }
  return faults;
}
