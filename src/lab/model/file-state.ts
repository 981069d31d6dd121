// Which files a workspace has before and after each step of a course, by replaying the solutions. Reads no file.
import path from 'node:path';
import type { Course, Step } from './course.ts';
import type { SolutionSpec } from './schema/course.ts';

/** A change to a file that is made in the file, not by replacing it. */
export type FileEdit =
  | {
      readonly kind: 'scrape-job';
      readonly job: string;
      readonly target: string;
      readonly sampleLimit?: number;
    }
  | { readonly kind: 'rule-files'; readonly files: readonly string[] }
  | { readonly kind: 'dependency'; readonly package: string };

/** Where the content of a workspace file comes from. */
export interface FileOrigin {
  /** Absolute path of the course file, undefined where the file starts empty. */
  readonly courseFile: string | undefined;
  /** Made to it, in this order. */
  readonly edits: readonly FileEdit[];
}

export interface FileState {
  /** Workspace file (forward slashes) -> where its content comes from. */
  readonly files: Readonly<Record<string, FileOrigin>>;
  /** Packages that solutions have installed. */
  readonly packages: readonly string[];
}

export const SCRAPE_CONFIG_FILE = 'prometheus.yml';
export const PACKAGE_FILE = 'package.json';

/** The workspace as a step finds it when all steps before it were solved by their solutions. */
export function fileStateBefore(course: Course, stepId: string): FileState {
  const index = course.steps.findIndex((step) => step.id === stepId);
  if (index === -1) throw new Error(`The course ${course.id} has no step ${stepId}.`);
  return course.steps
    .slice(0, index)
    .reduce((state, step) => solved(course, state, step), starterState(course));
}

/** The workspace when a step is solved by its solution, too. */
export function fileStateAfter(course: Course, stepId: string): FileState {
  const step = course.steps.find(({ id }) => id === stepId);
  const before = fileStateBefore(course, stepId);
  return step === undefined ? before : solved(course, before, step);
}

/** The workspace files that solving a step changes, whatever they hold before. */
export function filesOfSolution(course: Course, solution: SolutionSpec | undefined): readonly string[] {
  if (solution === undefined) return [];
  if ('stage' in solution) return [course.app.entry];
  if ('files' in solution) {
    const files = Object.keys(solution.files);
    return solution.ruleFiles === undefined ? files : [...files, SCRAPE_CONFIG_FILE];
  }
  if ('install' in solution) return [PACKAGE_FILE];
  return [solution.scrapeJob.file ?? SCRAPE_CONFIG_FILE];
}

/** Whether solving a step only edits a file that it changes, so that everything else in the file stays. */
export function isEdited(solution: SolutionSpec, file: string): boolean {
  if ('files' in solution) return solution.ruleFiles !== undefined && file === SCRAPE_CONFIG_FILE;
  return 'install' in solution || 'scrapeJob' in solution;
}

/** The target that a scrape job of the course points at. */
export function scrapeTarget(course: Course, port: string): string {
  const number = course.app.ports[port];
  if (number === undefined) throw new Error(`The course ${course.id} has no port ${port}.`);
  return `localhost:${number}`;
}

/** The files that every workspace of a course starts with. */
export const starterState = (course: Course): FileState => ({
  files: Object.fromEntries(
    Object.entries(course.workspace).map(([file, from]) => [file, whole(path.join(course.dir, from))]),
  ),
  packages: [],
});

const whole = (courseFile: string): FileOrigin => ({ courseFile, edits: [] });

function solved(course: Course, state: FileState, step: Step): FileState {
  const { solution } = step;
  if (solution === undefined) return state;
  if ('stage' in solution) {
    const stage = course.stages?.[solution.stage];
    if (stage === undefined) throw new Error(`The course ${course.id} has no stage ${solution.stage}.`);
    return withFiles(state, { [course.app.entry]: whole(path.join(course.dir, stage)) });
  }
  if ('files' in solution) {
    const files = Object.entries(solution.files).map(([file, from]) => [
      file,
      whole(path.join(step.dir, from)),
    ]);
    const after = withFiles(state, Object.fromEntries(files));
    const { ruleFiles } = solution;
    return ruleFiles === undefined
      ? after
      : withEdit(after, SCRAPE_CONFIG_FILE, { kind: 'rule-files', files: ruleFiles });
  }
  if ('install' in solution) {
    const edited = withEdit(state, PACKAGE_FILE, { kind: 'dependency', package: solution.install });
    return { ...edited, packages: [...new Set([...state.packages, solution.install])] };
  }
  const { file = SCRAPE_CONFIG_FILE, job, port, sampleLimit } = solution.scrapeJob;
  const target = scrapeTarget(course, port);
  return withEdit(state, file, {
    kind: 'scrape-job',
    job,
    target,
    ...(sampleLimit !== undefined && { sampleLimit }),
  });
}

const withFiles = (state: FileState, files: Readonly<Record<string, FileOrigin>>): FileState => ({
  ...state,
  files: { ...state.files, ...files },
});

function withEdit(state: FileState, file: string, edit: FileEdit): FileState {
  const origin = state.files[file] ?? { courseFile: undefined, edits: [] };
  return withFiles(state, { [file]: { ...origin, edits: [...origin.edits, edit] } });
}
