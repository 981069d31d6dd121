// What is right, as facts. `words/en/verdicts/passes.ts` words them.

/** The parameters of each. */
export interface PassFacts {
  /** `port`: the one that the step names. */
  'app-starts': { readonly port: number | undefined };
  /** `request`: `GET /cart`. */
  'request-answered': { readonly request: string; readonly status: number };
  'package-installed': {
    readonly name: string;
    /** undefined where its package.json has none. */
    readonly version: string | undefined;
    /** The package is made for a later Node than the one that runs the app. */
    readonly newerNode: { readonly wantedMajor: number; readonly found: string } | undefined;
  };
  'metric-exists': { readonly metric: string; readonly type: string };
  /** `kinds` of requests are counted, `others` are rightly left out. */
  'counted-exactly': { readonly metric: string; readonly kinds: number; readonly others: number };
  /** `place`: `localhost:8000/metrics`. */
  'metrics-served': { readonly place: string };
  'gauge-follows': { readonly metric: string; readonly requests: number };
  /** `place`: `localhost:8000`. */
  'target-up': { readonly place: string };
  /** `values`: as text, because JSON has no NaN and no Infinity. */
  'query-right': { readonly query: string; readonly values: readonly string[] };
  'answer-right': { readonly answer: string };
  /** Both texts are the course's. */
  'choice-right': { readonly choice: string; readonly because: string };
}
