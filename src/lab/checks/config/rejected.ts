// What a running Prometheus refuses in a configuration, in words for a person who reads its errors for the first time.
// Its messages: https://github.com/prometheus/prometheus/tree/main/config. Pure.
import type { Blocked, Fail } from '../../model/verdict.ts';
import { globalKeys, jobKeys, placeOfKey, topKeys } from './keys.ts';
import { blocked, fail } from '../facts/verdicts.ts';
import { shortened } from '../facts/wording.ts';

interface Meaning {
  readonly pattern: RegExp;
  readonly what: (match: RegExpExecArray) => string;
  readonly hint: string;
}

/** What each kind of value is called, by the type that the message ends with. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/^\[\]/, 'a list: each item begins with a dash, or all stand between square brackets'],
  [/bool/, 'true or false'],
  [/^(?:u?int|float)/, 'a number'],
  [/string|Duration|Bytes|Secret|URL/, 'one value'],
];

const meanings: readonly Meaning[] = [
  {
    pattern: /cannot unmarshal !!(\w+)(?: `([^`]*)`)? into (\S+)/,
    what: ([, tag, value, type = '']) =>
      `${value ?? (tag === 'seq' ? 'a list' : 'a group of keys')} stands where Prometheus takes ${
        kinds.find(([pattern]) => pattern.test(type))?.[1] ?? 'keys with values'
      }`,
    hint: 'Compare the line with the first job, and with the documentation of that key.',
  },
  {
    pattern: /(?:field|mapping key|key) "?(\S+?)"? already (?:set|defined)/,
    what: ([, key]) => `the key ${key} stands in one place twice`,
    hint: 'Put what belongs to it together under one key.',
  },
  {
    pattern: /not a valid duration|unknown unit|empty duration/,
    what: () => 'a value is no duration',
    hint: 'A duration is a number and its unit without a space, like 30s or 1m.',
  },
  {
    pattern:
      /(?:unknown|invalid) relabel action|relabel configuration for|error parsing regexp|missing argument|is invalid 'target_label'/,
    what: () => 'a rule of relabel_configs or metric_relabel_configs is wrong',
    hint: 'Compare its action, regex and target_label with the documentation of relabel_config.',
  },
  {
    pattern: /unknown escape character/,
    what: () => 'inside double quotes a backslash begins a code, and this is no such code',
    hint: 'Take out the backslash, or use single quotes.',
  },
  {
    pattern:
      /did not find expected|could not find expected|not allowed in this context|cannot start any token|while scanning|while parsing/,
    what: () => 'this line is no YAML',
    hint: 'Look at the colons, dashes, quotes and brackets of the line and the one above it.',
  },
  {
    pattern: /control characters are not allowed|invalid .*UTF-8|incomplete UTF-8/,
    what: () => 'the file has an invisible character, or is not saved as UTF-8',
    hint: 'Save the file with the encoding UTF-8, or type the line again.',
  },
];

/** Keys that a Prometheus knows in a place, by its name of the place: one that does not is too old for it. */
const newerKeys: Readonly<Record<string, readonly string[]>> = {
  plain: topKeys,
  Config: topKeys,
  GlobalConfig: globalKeys,
  ScrapeConfig: jobKeys,
};

/** The verdict for a configuration that Prometheus does not load: the learner's, or for what only another server has. */
export function rejected(message: string): Fail | Blocked {
  const lacking = /line (\d+): (?:(\w+): )?(.*the embedded server (?:does not|knows|cannot).*)/.exec(message);
  if (lacking !== null) {
    const [, line, key, words = ''] = lacking;
    return blocked(
      'prometheus-lacks-feature',
      key === undefined
        ? `Line ${line} asks for something that the lab's own Prometheus does not have: ${shortened(words)}.`
        : `Line ${line} asks for ${key}, which the lab's own Prometheus does not have.`,
      'Take it out, or use a real Prometheus: `ecom-lab prometheus install` gets one.',
    );
  }
  const observed = shortened(message, 300);
  const unknown = /line (\d+): field (\S+) not found(?: in type config\.(\w+))?/.exec(message);
  if (unknown?.[2] !== undefined) {
    if (newerKeys[unknown[3] ?? '']?.includes(unknown[2]) === true) {
      return blocked(
        'prometheus-lacks-feature',
        `Line ${unknown[1]} asks for ${unknown[2]}, which came with a later version of Prometheus than this one.`,
        'Use a newer Prometheus, or start the lab with --prometheus embedded.',
      );
    }
    const place = placeOfKey(unknown[2]);
    return fail('key-unknown', `Line ${unknown[1]}: Prometheus knows no key ${unknown[2]} there.`, {
      observed,
      hint:
        place === undefined
          ? 'Compare the key with those of the first job, and see that it is indented where it belongs.'
          : `The key belongs to ${place}.`,
    });
  }
  const line = /\bline (\d+)/.exec(message)?.[1];
  for (const { pattern, what, hint } of meanings) {
    const match = pattern.exec(message);
    if (match === null) continue;
    return fail(
      'config-rejected',
      `${line === undefined ? 'In the configuration' : `Line ${line}:`} ${what(match)}.`,
      {
        observed,
        hint,
      },
    );
  }
  return fail('config-rejected', 'Prometheus does not accept the configuration.', {
    observed,
    hint:
      line === undefined
        ? 'Its words name what it does not accept: look for that in the file.'
        : 'Its words name the line.',
  });
}
