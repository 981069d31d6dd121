// Why something could not be judged, as facts. `words/en/verdicts/blocked.ts` words them.
import type { PortHolder } from '../../model/app-run.ts';
import type { DownReason } from '../../model/prometheus-api.ts';

/** How an answer is written: a number, one value for each label, or one of the choices by its id. */
export type AnswerFormat =
  | { readonly form: 'number' }
  | { readonly form: 'incident' }
  | { readonly form: 'labels'; readonly labels: readonly string[] }
  | { readonly form: 'choice'; readonly choices: readonly string[] };

/** The parameters of each. A kind is its code, or the code, a slash and what tells it from the others of that code. */
export interface BlockedFacts {
  'port-taken': { readonly port: number };
  'no-answer': { readonly question: string; readonly format: AnswerFormat };
  /** The samples of the last scrape were not stored within `seconds`. */
  'no-samples-yet/not-stored': { readonly seconds: number };
  /** `isRare`: scrapes are further apart than anybody waits. */
  'no-samples-yet/not-scraped': {
    readonly places: readonly string[];
    readonly intervalMs: number;
    readonly isRare: boolean;
  };
  'no-samples-yet/target-down': { readonly scrapeUrl: string; readonly error: string };
  'no-samples-yet/no-value': { readonly query: string };
  /** `isKnown`: Prometheus has taken up the target. `isRare`: it is scraped less often than the lab waits. */
  'target-not-scraped-yet': {
    readonly place: string;
    readonly job: string;
    readonly isKnown: boolean;
    readonly withinMs: number;
    readonly intervalMs: number;
    readonly isRare: boolean;
  };
  'prometheus-not-running': { readonly reason: DownReason };
  /** `key`: what the file asks for; `said`: how the server words it. */
  'prometheus-lacks-feature/embedded': {
    readonly line: number;
    readonly key: string | undefined;
    readonly said: string;
  };
  'prometheus-lacks-feature/older': { readonly line: number; readonly key: string };
  'other-prometheus': { readonly url: string };
  /** `holder`: who listens on the port; `address`: where the app serves its metrics, if it does. */
  'other-app-scraped': {
    readonly host: string;
    readonly port: string;
    readonly holder: PortHolder | undefined;
    readonly address: string | undefined;
  };
  /** `own`: where the app listens. */
  'other-app-scraped/in-query': { readonly host: string; readonly own: readonly string[] };
  'app-unreachable': {
    readonly url: string;
    readonly host: string;
    readonly error: string;
    readonly isAttached: boolean;
  };
  'app-uses-child-processes': object;
}
