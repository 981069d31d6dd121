// The schema of a course apart from its checks: loads it, types it, and becomes the JSON Schema for editors.
import * as v from 'valibot';
import { describe, id, innerPath, method, newPortName, portName, sentence } from './fields.ts';
import { rule } from './rules.ts';

const solution = v.union(
  [
    v.strictObject({ stage: describe(id, 'The entry file becomes this stage.') }),
    v.strictObject({
      files: describe(
        v.record(innerPath, innerPath),
        'Workspace file -> file in the step folder that replaces it.',
      ),
      ruleFiles: v.optional(
        describe(
          v.pipe(v.array(innerPath), v.minLength(1)),
          'Added to `rule_files` of prometheus.yml as an edit of the document: comments and layout stay.',
        ),
      ),
    }),
    v.strictObject({ install: describe(v.string(), 'npm package to install in the workspace.') }),
    v.strictObject({
      scrapeJob: describe(
        v.strictObject({
          file: v.optional(innerPath),
          job: v.string(),
          port: portName,
          sampleLimit: v.optional(
            describe(v.pipe(v.number(), v.integer(), v.minValue(1)), 'The `sample_limit` of the job.'),
          ),
        }),
        'Added to prometheus.yml as an edit of the document: comments and layout stay.',
      ),
    }),
  ],
  rule('one-solution'),
);

export const stepKind = describe(
  v.picklist(['read', 'command', 'edit', 'query', 'answer', 'choice']),
  'The one thing that the learner does.',
);

/** Front matter of `steps/<folder>/step.md`, given the schema of a check; the text below it is the step's Markdown. */
export const createStepSchema = <S extends v.GenericSchema>(check: S) =>
  v.strictObject({
    id,
    title: sentence,
    kind: stepKind,
    files: v.optional(
      describe(
        v.pipe(v.array(innerPath), v.minLength(1)),
        'Workspace files the step is about; the first opens in the editor.',
      ),
    ),
    scenario: v.optional(describe(id, 'Traffic that is sent before the question is asked.')),
    prometheus: v.optional(describe(v.boolean(), 'True where the step needs a running Prometheus.')),
    history: v.optional(
      describe(id, 'Samples of the past that Prometheus has when the step begins: a history of course.yaml.'),
    ),
    solution: v.optional(solution),
    until: v.optional(
      describe(
        id,
        'The later step that changes on purpose what this one checks: once that step has passed, a final run over all steps leaves this one out.',
      ),
    ),
    checks: v.pipe(v.array(check), v.minLength(1)),
    hints: v.pipe(v.array(sentence), v.minLength(2), v.maxLength(3)),
  });

const scenario = v.strictObject({
  title: sentence,
  requests: v.pipe(
    v.array(
      v.strictObject({
        method,
        path: v.pipe(v.string(), v.startsWith('/')),
        count: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000)),
      }),
    ),
    v.minLength(1),
  ),
  heldForSeconds: v.optional(
    describe(
      v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(120)),
      'All requests are sent at once, and the store holds them for this time: to look at requests in progress. Learners send such a scenario themselves.',
    ),
  ),
  winner: v.optional(
    describe(
      v.boolean(),
      'True: another seed may move the largest count to another request, always with a clear lead.',
    ),
  ),
});

const history = v.strictObject({
  title: sentence,
  load: describe(
    v.pipe(v.string(), v.minLength(1, rule('not-empty')), v.maxLength(100_000)),
    'The samples in the `load` notation of promqltest, with `=`, `~` and `night`. The last one is a quarter of an hour old.',
  ),
});

/** More than anybody walks through; a reader of a course has to stop somewhere. */
export const MAX_STEPS = 200;

const stepFolders = v.pipe(v.array(innerPath), v.minLength(1), v.maxLength(MAX_STEPS));

const part = v.strictObject({
  id,
  title: sentence,
  steps: describe(stepFolders, 'Step folders of the part, in order.'),
  closing: v.optional(
    describe(innerPath, 'Course file: the page that is shown at the end of the part, in Markdown.'),
  ),
});

/** `course.yaml`. */
export const courseSchema = v.strictObject({
  id,
  title: sentence,
  app: v.strictObject({
    entry: describe(innerPath, 'The file of the workspace that the lab runs.'),
    ports: describe(
      v.record(newPortName, v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535))),
      'Name -> port that the app listens on. `api` is where traffic goes.',
    ),
    packages: v.optional(describe(v.array(v.string()), 'Linked from the lab into a new workspace.')),
  }),
  workspace: describe(
    v.record(innerPath, innerPath),
    'Workspace file -> course file that a workspace starts with.',
  ),
  stages: v.optional(describe(v.record(id, innerPath), 'Stage -> course file that is the whole entry file.')),
  scenarios: v.optional(v.record(id, scenario)),
  histories: v.optional(
    describe(v.record(id, history), 'Samples of the past, which steps that read it name in `history`.'),
  ),
  steps: v.optional(describe(stepFolders, 'Step folders, in order. A course has either `steps` or `parts`.')),
  parts: v.optional(
    describe(
      v.pipe(v.array(part), v.minLength(1), v.maxLength(MAX_STEPS)),
      'Parts of the course, in order. Each ends with a review and a summary.',
    ),
  ),
});

export type SolutionSpec = v.InferOutput<typeof solution>;
/** A step with checks of any kind. */
export type StepSpec = v.InferOutput<ReturnType<typeof createStepSchema<v.UnknownSchema>>>;
export type CourseSpec = v.InferOutput<typeof courseSchema>;
export type ScenarioSpec = v.InferOutput<typeof scenario>;
