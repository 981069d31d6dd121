// What a running Prometheus refuses in a configuration, read from its message.
// Its messages: https://github.com/prometheus/prometheus/tree/main/config. Pure.
import type { Blocked, Fail } from '../../model/verdict.ts';
import type { TargetFacts } from '../facts/prometheus/targets.ts';
import { failed, notJudged } from '../facts/verdicts.ts';
import { globalKeys, placeOfKey, topKeys } from './keys.ts';
import { jobKeys } from '../../model/job-keys.ts';

/** What a place takes, by the type that the message ends with. */
const wantedTypes: readonly (readonly [RegExp, TargetFacts['rejected-value']['wanted']])[] = [
  [/^\[\]/, 'list'],
  [/bool/, 'boolean'],
  [/^(?:u?int|float)/, 'number'],
  [/string|Duration|Bytes|Secret|URL/, 'value'],
];

const reasons: readonly (readonly [RegExp, TargetFacts['config-rejected']['reason']])[] = [
  [/not a valid duration|unknown unit|empty duration/, 'duration'],
  [
    /(?:unknown|invalid) relabel action|relabel configuration for|error parsing regexp|missing argument|is invalid 'target_label'/,
    'relabeling',
  ],
  [/unknown escape character/, 'escape'],
  [
    /did not find expected|could not find expected|not allowed in this context|cannot start any token|while scanning|while parsing/,
    'yaml',
  ],
  [/control characters are not allowed|invalid .*UTF-8|incomplete UTF-8/, 'encoding'],
];

/** Keys that a Prometheus knows in a place, by its name of the place: one that does not is too old for it. */
const newerKeys: Readonly<Record<string, readonly string[]>> = {
  plain: topKeys,
  Config: topKeys,
  GlobalConfig: globalKeys,
  ScrapeConfig: jobKeys,
};

/** The verdict for a configuration that Prometheus does not load: the learner's, or for what only another server has. */
export function rejected(said: string): Fail | Blocked {
  const lacking = /line (\d+): (?:(\w+): )?(.*the embedded server (?:does not|knows|cannot).*)/.exec(said);
  if (lacking !== null) {
    const [, line, key, words = ''] = lacking;
    return notJudged('prometheus-lacks-feature/embedded', { line: Number(line), key, said: words });
  }
  const unknown = /line (\d+): field (\S+) not found(?: in type config\.(\w+))?/.exec(said);
  if (unknown?.[2] !== undefined) {
    const [, digits, key, place = ''] = unknown;
    const line = Number(digits);
    return newerKeys[place]?.includes(key) === true
      ? notJudged('prometheus-lacks-feature/older', { line, key })
      : failed('rejected-key-unknown', { line, key, belongs: placeOfKey(key), said });
  }
  const digits = /\bline (\d+)/.exec(said)?.[1];
  const line = digits === undefined ? undefined : Number(digits);
  const value = /cannot unmarshal !!(\w+)(?: `([^`]*)`)? into (\S+)/.exec(said);
  if (value !== null) {
    const [, tag, text, type = ''] = value;
    const found = text === undefined ? (tag === 'seq' ? 'list' : 'keys') : { value: text };
    const wanted = wantedTypes.find(([pattern]) => pattern.test(type))?.[1] ?? 'keys';
    return failed('rejected-value', { line, found, wanted, said });
  }
  const twice = /(?:field|mapping key|key) "?(\S+?)"? already (?:set|defined)/.exec(said)?.[1];
  if (twice !== undefined) return failed('rejected-key-twice', { line, key: twice, said });
  const reason = reasons.find(([pattern]) => pattern.test(said))?.[1];
  return failed('config-rejected', { line, reason, said });
}
