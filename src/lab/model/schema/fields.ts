// The fields that the schemas of a course share. A description is what an author reads in the editor's completion.
import * as v from 'valibot';
import { rule } from './rules.ts';

export const describe = <S extends v.GenericSchema>(schema: S, text: string) =>
  v.pipe(schema, v.description(text));

/** Kebab-case, as step, stage, scenario and course ids are. */
export const id = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, rule('kebab-case')));
export const sentence = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, rule('not-empty')),
  v.maxLength(2_000, rule('sentence-length')),
);
/** A length of time in Prometheus's notation: `1h30m`. */
export const span = v.pipe(
  v.string(),
  v.regex(/^(?=.)(?:0|(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?:\d+ms)?)$/, rule('duration')),
);
/** A path below the course folder (or the workspace): relative, forward slashes, never upwards. */
export const innerPath = v.pipe(
  v.string(),
  v.regex(/^(?!\/)(?![A-Za-z]:)(?!.*\\)(?!.*\/(\/|$))(?!(.*\/)?\.\.?(\/|$)).+$/, rule('inner-path')),
);
export const portName = describe(v.string(), 'The name of a port in `app.ports` of course.yaml.');
/** Names a port in checks, and its address in texts: `{{metrics}}`. */
export const newPortName = v.pipe(
  v.string(),
  v.regex(/^(?!prometheus$)[A-Za-z][A-Za-z0-9_-]*$/, rule('port-name')),
);
export const status = v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(599));
/** What can stand in the first line of a request as it is; a probe's query is apart from its path. */
export const requestPath = v.pipe(v.string(), v.regex(/^\/(?!.*[?#])[!-~]*$/, rule('request-path')));
export const method = v.picklist(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);
export const metricName = v.pipe(v.string(), v.regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/, rule('metric-name')));
export const labelName = v.pipe(v.string(), v.regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, rule('label-name')));

/** One probe request of a check. */
export const probe = v.strictObject({
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

/** How a request ends: with a response, with that to a failing store call, or by a client that goes away. */
export const ends = v.picklist(['answered', 'failed', 'aborted']);

/** A probe request of a check that looks at outcomes. */
export const outcomeProbe = v.strictObject({
  ...probe.entries,
  unmatched: v.optional(
    describe(
      v.boolean(),
      'True: no route matches. A label for the path may hold any one value that all such requests share.',
    ),
  ),
  ends: v.optional(
    describe(
      ends,
      '`failed`: its store call fails. `aborted`: its client goes away while the store holds it. Default `answered`.',
    ),
  ),
});

/** A probe request, and what it may be counted as where that is not what it asks for. */
export type Probe = v.InferOutput<typeof outcomeProbe> & {
  readonly countedAs?: { readonly path?: string | undefined; readonly method?: string | undefined };
};

/** Label -> the property of the request that it must hold. */
export const wantedLabels = v.record(labelName, v.picklist(['path', 'method', 'status']));
export type WantedLabels = v.InferOutput<typeof wantedLabels>;
