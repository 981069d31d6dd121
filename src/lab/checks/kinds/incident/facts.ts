// What only a check of the kind incident finds. `words/en/verdicts/` words it.
import { verdictsOf } from '../../facts/verdicts.ts';

/** What an answer consists of, in order. */
export type IncidentField = 'endpoint' | 'since' | 'badly' | 'alert';

/** What was typed, shortened. */
interface Typed {
  readonly answer: string;
}

/** The parameters of each mistake. */
export interface IncidentFails {
  'incident-answer-incomplete': { readonly missing: readonly IncidentField[] };
  'incident-answer-unreadable': Typed & { readonly field: IncidentField };
  'incident-busiest-endpoint': Typed;
  'incident-most-errors-ever': Typed;
  'incident-other-endpoint': Typed;
  /** The moment at which the alert became pending or fired. */
  'incident-alert-start': Typed & { readonly isPending: boolean };
  'incident-time-zone': Typed & { readonly hours: number };
  'incident-too-early': Typed;
  'incident-too-late': Typed;
  'incident-percent-not-share': Typed;
  'incident-wrong-size': Typed & {
    readonly unit: 'share' | 'seconds' | 'requests';
    readonly isMore: boolean;
  };
  'incident-wrong-unit': Typed & { readonly unit: 'share' | 'seconds' | 'requests' };
  'incident-only-pending': Typed;
  'incident-alert-unknown': Typed & { readonly alerts: readonly string[] };
  'incident-alert-silent': Typed;
  'incident-alert-missed': Typed;
  /** The rules cannot be evaluated: Prometheus's words. */
  'incident-rules-rejected': { readonly said: string };
}

/** What is right: the parameters of each. */
export interface IncidentPasses {
  /** The text is the course's. */
  'incident-found': { readonly about: string };
}

export const verdicts = verdictsOf<IncidentPasses, IncidentFails>({
  'incident-answer-incomplete': 'answer-incomplete',
  'incident-answer-unreadable': 'answer-unreadable',
  'incident-busiest-endpoint': 'busiest-endpoint',
  'incident-most-errors-ever': 'most-errors-ever',
  'incident-other-endpoint': 'other-endpoint',
  'incident-alert-start': 'alert-start',
  'incident-time-zone': 'wrong-time-zone',
  'incident-too-early': 'wrong-start',
  'incident-too-late': 'wrong-start',
  'incident-percent-not-share': 'percent-not-share',
  'incident-wrong-size': 'wrong-size',
  'incident-wrong-unit': 'wrong-size',
  'incident-only-pending': 'only-pending',
  'incident-alert-unknown': 'alert-unknown',
  'incident-alert-silent': 'alert-silent',
  'incident-alert-missed': 'alert-missed',
  'incident-rules-rejected': 'tested-rules-syntax',
});
export const { passed, failed } = verdicts;
