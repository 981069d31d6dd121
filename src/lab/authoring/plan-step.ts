// Everything that a new step consists of, as data: its folder, its files, and the list in course.yaml.
import type { Course } from '../course/index.ts';
import type { CheckKind } from '../checks/index.ts';
import { addToList } from './add-to-list.ts';
import type { StepKind } from './kinds.ts';
import { isRuleCheck, ruleFiles } from './rule-text.ts';
import { stepFolderFor } from './step-folder.ts';
import { fileName, formatStep } from './step-text.ts';

export interface StepRequest {
  readonly id: string;
  readonly title: string;
  readonly kind: StepKind;
  /** The kind of its check. */
  readonly check: CheckKind;
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
  /** What the configuration of Prometheus holds then; undefined where the workspace has none. */
  readonly configText: string | undefined;
  readonly request: StepRequest;
}

/** Plans the step. The files of an edit all hold what is there already, so that nothing passes by chance. */
export function planStep({
  course,
  courseYaml,
  folders,
  entryText,
  configText = '',
  request,
}: PlanStepOptions): StepPlan {
  const { id, title, kind, check, after } = request;
  const afterIndex = course.steps.findIndex((step) => step.id === after);
  const folder = stepFolderFor(id, folders, afterIndex);
  const { entry, ports } = course.app;
  const text = formatStep({
    id,
    title,
    kind,
    check,
    entry,
    ports: Object.keys(ports),
    scenarios: Object.keys(course.scenarios ?? {}),
  });
  const name = fileName(entry);
  const ending = name.slice(name.lastIndexOf('.'));
  const files = new Map([[`${folder}/step.md`, text]]);
  if (isRuleCheck(check)) {
    for (const [file, content] of ruleFiles(check)) files.set(`${folder}/${file}`, content);
  } else if (check === 'scrape-job') {
    files.set(
      `${folder}/mistakes/nothing-done.yml`,
      `# mistake: job-missing — nothing was changed yet\n${configText}`,
    );
    files.set(
      `${folder}/variants/another-way.yml`,
      `# variant: another right way than the solution\n${configText}`,
    );
  } else if (kind === 'edit') {
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
