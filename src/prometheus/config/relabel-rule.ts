// One relabel rule as configured, valid and with its defaults. Applying it is the scraper's.
import type { RE2JS } from 're2js';

export const RELABEL_ACTIONS = [
  'replace',
  'keep',
  'drop',
  'keepequal',
  'dropequal',
  'hashmod',
  'labelmap',
  'labeldrop',
  'labelkeep',
  'lowercase',
  'uppercase',
] as const;

export type RelabelAction = (typeof RELABEL_ACTIONS)[number];

export interface RelabelRule {
  readonly action: RelabelAction;
  readonly sourceLabels: readonly string[];
  /** @default ';' */
  readonly separator: string;
  /** As written. @default '(.*)' */
  readonly regex: string;
  /** Matches whole values only, with RE2 semantics. */
  readonly pattern: RE2JS;
  readonly modulus: number;
  readonly targetLabel: string;
  /** @default '$1' */
  readonly replacement: string;
}
