// What a value of a course has to be, and what is there instead.
import type {
  DataType,
  FoundValue,
  ValueRule,
  WantedValue,
  YamlReason,
} from '../../../course/facts/diagnostics.ts';
import type { SchemaRule } from '../../../model/schema/rules.ts';
import { oneOf, plural } from '../grammar/phrases.ts';

/** The subject of a sentence about a value. */
export const title = (path: string | undefined): string => (path === undefined ? 'The file' : `\`${path}\``);

const TYPES: Readonly<Record<DataType, string>> = {
  list: 'a list',
  map: 'a map of keys and values',
  text: 'text',
  number: 'a number',
  boolean: 'true or false',
  empty: 'empty',
  missing: 'missing',
};

export const wanted = (value: WantedValue): string =>
  typeof value === 'object' ? oneOf(value.values) : TYPES[value];

export function found(value: FoundValue): string {
  if (typeof value !== 'object') return TYPES[value];
  return value.isText ? `the text ${value.value}` : value.value;
}

const RULES: Readonly<Record<SchemaRule, string>> = {
  'kebab-case': 'must be kebab-case, like `count-requests`',
  'not-empty': 'must not be empty',
  'sentence-length': 'must have at most 2000 characters',
  'inner-path':
    'must be a relative path that stays inside the folder, with single forward slashes but none at the end',
  'port-name':
    'must have a name of letters, digits, `-`, and `_`, but not `prometheus`, which means the server',
  'request-path': 'must begin with `/` and contain only ASCII characters, without spaces, `?`, or `#`',
  'request-query': 'must contain only ASCII characters, without spaces or `#`',
  'metric-name': 'must be a valid metric name',
  'label-name': 'must be a valid label name',
  duration: 'must be a length of time, like `90s`, `5m`, or `1h30m`',
  'one-solution': 'must have exactly one of `stage`, `files`, `install`, and `scrapeJob`',
};

/** The rest of a sentence: what the value has to be. */
export function ruleWords(rule: ValueRule): string {
  switch (rule.kind) {
    case 'at-least':
      return `needs at least ${rule.limit} (there ${plural(rule.count, 'is', 'are')} ${rule.count})`;
    case 'at-most':
      return `may have at most ${rule.limit} (there are ${rule.count})`;
    case 'from':
      return `must be ${rule.limit} or more`;
    case 'up-to':
      return `must be ${rule.limit} or less`;
    case 'begins-with':
      return `must begin with ${rule.limit}`;
    case 'integer':
      return 'must be a whole number';
    case 'other':
      return `is not valid: ${rule.said}`;
    case 'schema':
      return RULES[rule.name];
    default:
      return rule satisfies never;
  }
}

const YAML: Readonly<Record<YamlReason, string>> = {
  tab: 'YAML cannot be indented with a tab: use spaces.',
  'colon-in-text': 'Put a text that contains a colon and a space in quotes.',
  'line-without-colon':
    'A key, followed by a colon and a space, is missing here, or the line has the wrong indentation.',
  'key-without-colon': 'A key, followed by a colon and a space, is missing here.',
  'quote-open': 'A quote is opened above but never closed.',
  'list-beside-key': 'A list begins on the line below its key.',
  'text-behind-value':
    'The value ends before this: put a text that begins with a quote, `[`, or `*` in quotes as a whole.',
  columns: 'This line is indented too far or not far enough: the keys of a map begin in the same column.',
  'list-open': 'No `]` closes this list.',
  'map-open': 'No `}` closes this map.',
  character: 'Put a text that begins with this character in quotes.',
  'second-document': 'A second YAML document begins here, but only the first one is read.',
};

export const yamlReason = (reason: YamlReason | { readonly said: string }): string =>
  typeof reason === 'object' ? `${reason.said}.` : YAML[reason];
