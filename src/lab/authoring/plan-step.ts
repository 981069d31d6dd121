// Everything that a new step consists of, as data: its folder, its files, and the list in course.yaml.
import type { Course } from '../course/index.ts';
import { addToList } from './add-to-list.ts';
import { stepFolderFor } from './step-folder.ts';
import { fileName, formatStep, type StepKind } from './step-text.ts';

export interface StepRequest {
  readonly id: string;
  readonly title: string;
  readonly kind: StepKind;
  /** Id of the step that it comes after. */
  readonly after: string;
}

export interface StepPlan {
  /** Relative to the course. */
  readonly folder: string;
  /** Path relative to the course -> text. */
  readonly files: ReadonlyMap<string, string>;
  readonly courseYaml: string;
}

export interface PlanStepOptions {
  readonly course: Course;
  readonly courseYaml: string;
  /** The step folders as course.yaml lists them. */
  readonly folders: readonly string[];
  /** What the entry file holds when the learner arrives at the step. */
  readonly entryText: string;
  readonly request: StepRequest;
}

/** Plans the step. The files of an edit all hold what is there already, so that nothing passes by chance. */
export function planStep({ course, courseYaml, folders, entryText, request }: PlanStepOptions): StepPlan {
  const { id, title, kind, after } = request;
  const afterIndex = course.steps.findIndex((step) => step.id === after);
  const folder = stepFolderFor(id, folders, afterIndex);
  const { entry, ports } = course.app;
  const text = formatStep({
    id,
    title,
    kind,
    entry,
    ports: Object.keys(ports),
    scenarios: Object.keys(course.scenarios ?? {}),
  });
  const name = fileName(entry);
  const ending = name.slice(name.lastIndexOf('.'));
  const files = new Map([[`${folder}/step.md`, text]]);
  if (kind === 'edit') {
    files.set(`${folder}/solution/${name}`, entryText);
    files.set(
      `${folder}/mistakes/nothing-done${ending}`,
      `// mistake: ${entryText.includes('prom-client') ? 'metric-missing' : 'client-not-used'} — nothing was changed yet\n${entryText}`,
    );
    files.set(
      `${folder}/variants/another-way${ending}`,
      `// variant: another right way than the solution\n${entryText}`,
    );
  }
  if (kind === 'query') {
    files.set(`${folder}/solution.promql`, 'sum by (path) (rate(http_requests_total[5m]))\n');
    files.set(
      `${folder}/mistakes/raw-counter.promql`,
      '# mistake: raw-counter — the total since the start\nsum by (path) (http_requests_total)\n',
    );
    files.set(
      `${folder}/variants/other-window.promql`,
      '# variant: another window\nsum by (path) (rate(http_requests_total[10m]))\n',
    );
  }
  return { folder, files, courseYaml: addToList(courseYaml, folder, afterIndex) };
}
