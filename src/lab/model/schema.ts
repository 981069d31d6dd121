// The one schema of a course: loads it, types it, and becomes the JSON Schema for editors.
// Every field carries a description because an author reads it in the editor's completion.
import * as v from 'valibot';
import { rule } from './schema-rules.ts';

const describe = <S extends v.GenericSchema>(schema: S, text: string) => v.pipe(schema, v.description(text));

/** Kebab-case, as step, stage, scenario and course ids are. */
const id = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, rule('kebab-case')));
const sentence = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, rule('not-empty')),
  v.maxLength(2_000, rule('sentence-length')),
);
/** A path below the course folder (or the workspace): relative, forward slashes, never upwards. */
const innerPath = v.pipe(
  v.string(),
  v.regex(/^(?!\/)(?![A-Za-z]:)(?!.*\\)(?!.*\/(\/|$))(?!(.*\/)?\.\.?(\/|$)).+$/, rule('inner-path')),
);
const portName = describe(v.string(), 'The name of a port in `app.ports` of course.yaml.');
/** Names a port in checks, and its address in texts: `{{metrics}}`. */
const newPortName = v.pipe(v.string(), v.regex(/^(?!prometheus$)[A-Za-z][A-Za-z0-9_-]*$/, rule('port-name')));
const status = v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(599));
/** What can stand in the first line of a request as it is; a probe's query is apart from its path. */
const requestPath = v.pipe(v.string(), v.regex(/^\/(?!.*[?#])[!-~]*$/, rule('request-path')));
const method = v.picklist(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);
const metricName = v.pipe(v.string(), v.regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/, rule('metric-name')));
const labelName = v.pipe(v.string(), v.regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, rule('label-name')));

/** One probe request of a check. */
const probe = v.strictObject({
  method,
  path: describe(requestPath, 'The path without a query.'),
  query: v.optional(
    describe(
      v.pipe(v.string(), v.regex(/^(?!.*#)[!-~]*$/, rule('request-query'))),
      'Sent after `?`; never a part of what a label should hold.',
    ),
  ),
  status: v.optional(describe(status, 'The status the app answers with.')),
  mayBeServed: v.optional(
    describe(
      v.boolean(),
      'True: an app may have this page although `status` says 404; then it is not asked for.',
    ),
  ),
  adds: v.optional(
    describe(v.pipe(v.number(), v.integer(), v.minValue(0)), 'How much one such request adds. Default 1.'),
  ),
});

const appStarts = v.strictObject({
  kind: v.literal('app-starts'),
  port: v.optional(portName),
});
const request = v.strictObject({
  kind: v.literal('request'),
  ...probe.entries,
  status,
  body: v.optional(v.string()),
});
const dependency = v.strictObject({
  kind: v.literal('dependency'),
  package: v.string(),
});
const metric = v.strictObject({
  kind: v.literal('metric'),
  name: metricName,
  type: v.picklist(['counter', 'gauge', 'histogram', 'summary']),
  help: v.optional(v.string()),
  labels: v.optional(
    describe(
      v.array(labelName),
      'The labels that the metric must have; an empty list: it must have none yet.',
    ),
  ),
});
const requestsCounted = v.strictObject({
  kind: v.literal('requests-counted'),
  metric: metricName,
  requests: v.pipe(v.array(probe), v.minLength(1)),
  labels: v.optional(
    describe(
      v.record(labelName, v.picklist(['path', 'method', 'status'])),
      'Which property of the request each label must hold. Absent: one series without labels counts them all.',
    ),
  ),
});
const metricsExposed = v.strictObject({
  kind: v.literal('metrics-exposed'),
  port: portName,
  path: v.optional(describe(requestPath, 'Where on the port the page is. Default /metrics.')),
  metric: describe(metricName, 'A metric that the page must contain, and that no scrape may change.'),
});
const inProgress = v.strictObject({
  kind: v.literal('in-progress'),
  metric: metricName,
  requests: v.pipe(v.array(probe), v.minLength(1)),
});
const scrapeJob = v.strictObject({
  kind: v.literal('scrape-job'),
  file: v.optional(innerPath),
  job: v.string(),
  port: describe(portName, 'The port of the app that Prometheus must scrape.'),
});
const query = v.strictObject({
  kind: v.literal('query'),
  query: v.string(),
  value: v.optional(v.number()),
  atLeast: v.optional(v.number()),
});
const answer = v.strictObject({
  kind: v.literal('answer'),
  question: sentence,
  form: describe(
    v.picklist(['number', 'labels', 'choice']),
    'number: a count; labels: the label values of one series; choice: one of `choices`.',
  ),
  value: v.optional(describe(v.number(), 'form number: the fixed right answer.')),
  metric: v.optional(describe(metricName, 'form number: the live total of this metric, read from the app.')),
  port: v.optional(describe(v.string(), 'The port where the app exposes `metric`.')),
  query: v.optional(
    describe(
      v.string(),
      'form number: the value of this query. form labels: the series with the highest value in its result is right.',
    ),
  ),
  labels: v.optional(describe(v.array(labelName), 'form labels: the labels whose values are asked for.')),
  choices: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          id,
          text: sentence,
          because: describe(sentence, 'Why this choice is right, or why it is not.'),
        }),
      ),
      v.minLength(2),
    ),
  ),
  correct: v.optional(describe(id, 'form choice: the id of the right one.')),
  because: v.optional(
    describe(v.record(v.string(), sentence), 'Help for a wrong answer that is worth a sentence of its own.'),
  ),
});

/** All kinds of check: a closed set, so a course is data and never code. */
export const checkSchema = v.variant('kind', [
  appStarts,
  request,
  dependency,
  metric,
  requestsCounted,
  metricsExposed,
  inProgress,
  scrapeJob,
  query,
  answer,
]);

const solution = v.union(
  [
    v.strictObject({ stage: describe(id, 'The entry file becomes this stage.') }),
    v.strictObject({
      files: describe(
        v.record(innerPath, innerPath),
        'Workspace file -> file in the step folder that replaces it.',
      ),
    }),
    v.strictObject({ install: describe(v.string(), 'npm package to install in the workspace.') }),
    v.strictObject({
      scrapeJob: describe(
        v.strictObject({ file: v.optional(innerPath), job: v.string(), port: portName }),
        'Added to prometheus.yml as an edit of the document: comments and layout stay.',
      ),
    }),
  ],
  rule('one-solution'),
);

/** Front matter of `steps/<folder>/step.md`; the text below it is the step's Markdown. */
export const stepSchema = v.strictObject({
  id,
  title: sentence,
  kind: describe(
    v.picklist(['read', 'command', 'edit', 'answer', 'choice']),
    'The one thing that the learner does.',
  ),
  files: v.optional(
    describe(
      v.pipe(v.array(innerPath), v.minLength(1)),
      'Workspace files the step is about; the first opens in the editor.',
    ),
  ),
  scenario: v.optional(describe(id, 'Traffic that is sent before the question is asked.')),
  prometheus: v.optional(describe(v.boolean(), 'True where the step needs a running Prometheus.')),
  solution: v.optional(solution),
  until: v.optional(
    describe(
      id,
      'The later step that changes on purpose what this one checks: once that step has passed, a final run over all steps leaves this one out.',
    ),
  ),
  checks: v.pipe(v.array(checkSchema), v.minLength(1)),
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
  winner: v.optional(
    describe(
      v.boolean(),
      'True: another seed may move the largest count to another request, always with a clear lead.',
    ),
  ),
});

/** More than anybody walks through; a reader of a course has to stop somewhere. */
export const MAX_STEPS = 200;

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
  steps: describe(
    v.pipe(v.array(innerPath), v.minLength(1), v.maxLength(MAX_STEPS)),
    'Step folders, in order.',
  ),
});

export type CheckSpec = v.InferOutput<typeof checkSchema>;
export type CheckKind = CheckSpec['kind'];
/** The spec of one kind of check. */
export type CheckSpecOf<K extends CheckKind> = Extract<CheckSpec, { kind: K }>;
export type Probe = v.InferOutput<typeof probe>;
export type SolutionSpec = v.InferOutput<typeof solution>;
export type StepSpec = v.InferOutput<typeof stepSchema>;
export type CourseSpec = v.InferOutput<typeof courseSchema>;
export type ScenarioSpec = v.InferOutput<typeof scenario>;
