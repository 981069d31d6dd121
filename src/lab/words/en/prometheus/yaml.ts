// What is wrong with the text of a configuration file as YAML.
import type { YamlFacts, NoYamlReason } from '../../../checks/facts/prometheus/yaml.ts';
import type { SourceLine } from '../../../checks/facts/prometheus/places.ts';
import { shortened } from '../../../checks/facts/wording.ts';
import type { FailEntries, FailWords } from '../../contract/entries.ts';
import { counted } from '../grammar/phrases.ts';
import { where, written } from './places.ts';
import { oddCharacters, STRAIGHT_QUOTES } from './characters.ts';

const KEY_AND_VALUE = 'Write a key, a colon, a space, and then the value.';
const QUOTE_IT = 'If you mean that character, put the value in quotes.';

/** Words that show the line. */
const shown = ({ text }: SourceLine, message: string, hint: string): FailWords => ({
  message,
  observed: shortened(text),
  hint,
});

/** The same, where the message begins with the place. */
const told = (source: SourceLine, what: string, hint: string): FailWords =>
  shown(source, `${where(source.at)}: ${what}.`, hint);

const REASONS: Readonly<Record<NoYamlReason, string>> = {
  'escape-unknown':
    'inside double quotes, a backslash begins an escape sequence, but this one does not exist',
  'key-without-colon': 'a key has no colon on its line',
  'comma-missing-in-list': 'a comma is missing between two items of a list',
  'comma-missing-between-keys': 'a comma is missing between two keys',
  'stray-mark': 'it has a character that does not belong there',
  'does-not-fit': 'it does not fit the lines around it',
};

const commentedOut = ({ key, below, ...source }: YamlFacts['key-commented-out']): FailWords =>
  shown(
    source,
    `${where(source.at)} is a comment, so ${key} is missing above line ${below}.`,
    `Remove the # in line ${source.at.line}, or also comment out the lines that belong to it.`,
  );

const columns = (spaces: number, wanted: number) => ({
  expected: counted(wanted, 'space'),
  observed: counted(spaces, 'space'),
});

export const yaml = {
  'config-too-long': ({ file, characters }) => ({
    message: `${file} is far too long for a configuration.`,
    observed: counted(characters, 'character'),
    hint: 'Keep only what this course needs in it.',
  }),
  'config-empty': ({ file, hasComments }) => ({
    message: `${file} ${hasComments ? 'contains only comments' : 'is empty'}.`,
    expected: 'a configuration with scrape_configs',
    hint: 'Start the step over to get the first version back.',
  }),

  'tab-in-indentation': ({ at, text, isAfterDash }) => ({
    message: `${where(at)} ${isAfterDash ? 'has a tab after the dash' : 'is indented with a tab'}.`,
    expected: 'spaces',
    observed: shortened(text.replaceAll('\t', '→')),
    hint: 'Use spaces: YAML allows no tabs there. Most editors can insert spaces when you press Tab.',
  }),
  'second-document': (source) =>
    told(
      source,
      'a second document begins here',
      'Remove the line of three dashes or dots: it ends the document, and Prometheus reads only one.',
    ),
  'key-twice': ({ key, ...source }) =>
    told(
      source,
      `the key ${written(key)} appears a second time here`,
      /job_name|static_configs/.test(key)
        ? 'Begin each job with a dash, in the same column as the other dashes.'
        : 'Use a key only once in one place: put what belongs to it together.',
    ),
  'key-twice-after-comment': ({ key, commentLine, ...source }) =>
    told(
      source,
      `the key ${written(key)} appears a second time here because line ${commentLine} is a comment`,
      `Line ${commentLine} begins the job: remove its #.`,
    ),
  'bracket-never-opened': (source) =>
    told(
      source,
      'a bracket is closed that was never opened',
      'Add the opening bracket, or remove the closing one.',
    ),
  'mark-never-closed': ({ mark, ...source }) =>
    told(
      source,
      `a ${mark} is opened but never closed`,
      `Close each ${mark} on the line where it is opened.`,
    ),
  'mark-closed-in-comment': ({ mark, ...source }) =>
    told(
      source,
      `the # begins a comment, so the ${mark} that is closed in the comment stays open`,
      `Move the comment behind the closing ${mark}.`,
    ),
  'closing-quote-escaped': (source) =>
    told(
      source,
      'the backslash before the closing quote makes the quote part of the text',
      'Remove the backslash.',
    ),
  'key-commented-out': commentedOut,
  'scrape-configs-commented-out': commentedOut,
  'not-yaml': ({ reason, ...source }) =>
    shown(
      source,
      `${where(source.at)} is not valid YAML: ${REASONS[reason]}.`,
      'Compare the line with those around it: colons, dashes, quotes, and brackets.',
    ),

  'dash-without-space': (source) =>
    told(source, 'the dash needs a space after it', 'Write a dash, a space, and then the item.'),
  'dash-behind-key': ({ key, ...source }) =>
    told(
      source,
      `the dash is on the same line as ${written(key)}`,
      key === 'job_name'
        ? 'Remove the dash: a name has none.'
        : `Move the dash to a new line below ${written(key)}, indented by two more spaces.`,
    ),
  'colon-without-space': (source) => told(source, 'the colon needs a space after it', KEY_AND_VALUE),
  'colon-behind-value': (source) =>
    told(
      source,
      'there is a colon after the value too',
      'Put a colon after the key only. If you mean two keys, write each on a new line.',
    ),
  'colon-missing': ({ key, ...source }) =>
    told(source, `there is no colon after ${written(key ?? 'the key')}`, KEY_AND_VALUE),
  'not-a-comment': (source) => told(source, 'this is not a comment in YAML', 'Begin a comment with #.'),
  'conflict-marker': (source) =>
    told(
      source,
      'Git left a conflict marker here',
      'Keep one of the two versions, and remove the three lines of markers.',
    ),
  'markdown-fence': (source) =>
    told(source, 'this line is Markdown, not YAML', 'Remove it: only what is between such lines is YAML.'),
  'value-begins-with-mark': ({ mark, ...source }) =>
    told(source, `a value cannot begin with ${mark}`, mark === '`' ? STRAIGHT_QUOTES : QUOTE_IT),
  'not-a-list-item': ({ mark, ...source }) =>
    told(
      source,
      `${written(mark)} does not begin a list item`,
      'Begin a list item with one dash and a space.',
    ),
  'two-keys-in-line': (source) => told(source, 'two keys are on one line', 'Write each key on a new line.'),

  'alias-without-anchor': ({ name, isAnchorBelow, ...source }) => {
    const short = written(name);
    return told(
      source,
      `the alias *${short} refers to the anchor &${short}, but no line above has that anchor`,
      isAnchorBelow
        ? `Move the anchor &${short} above the line that uses it.`
        : `Write the keys themselves instead of *${short}. If the value really begins with *, put it in quotes.`,
    );
  },
  'merge-without-keys': (source) => ({
    ...told(
      source,
      '<< takes keys with values from another place, but there are none',
      'Remove the line, and write the keys themselves instead.',
    ),
    expected: '<<: *name, where &name marks keys with values above',
  }),
  'aliases-too-many': ({ file }) => ({
    message: `${file} has aliases (*name) that repeat a part of the file too often.`,
    hint: 'Write the jobs without aliases.',
  }),
  'alias-in-itself': ({ file }) => ({
    message: `${file} has aliases (*name) that contain themselves.`,
    hint: 'Write the jobs without aliases.',
  }),

  'job-without-list': (source) => ({
    ...told(
      source,
      'there is no scrape_configs above this job',
      'Add the line scrape_configs: above the jobs. Start the step over to see where it was.',
    ),
    expected: 'scrape_configs: and below it the list of jobs',
  }),
  'job-without-dash': ({ spaces, ...source }) => ({
    ...told(
      source,
      'a new job begins with a dash, but this line has none',
      'Make each job an item of the list scrape_configs.',
    ),
    expected: `${' '.repeat(spaces)}- job_name: …`,
  }),
  'job-column-differs': ({ at, spaces, firstSpaces }) => ({
    message: `${where(at)}: this job is indented by ${counted(spaces, 'space')}, but the first one by ${firstSpaces}.`,
    ...columns(spaces, firstSpaces),
    hint: 'Put the dashes of all jobs in the same column.',
  }),
  'item-left-of-key': ({ at, spaces, key, keySpaces }) => ({
    message: `${where(at)}: this dash is in column ${spaces + 1}, left of ${written(key)} in column ${keySpaces + 1}.`,
    ...columns(spaces, keySpaces + 2),
    hint: `Indent what belongs to ${written(key)} below it.`,
  }),
  'dash-before-job-key': ({ key, spaces, ...source }) =>
    told(
      source,
      `the dash begins a new item, but ${key} belongs to the job above`,
      `Remove the dash, and begin in the column of job_name: after ${counted(spaces, 'space')}.`,
    ),
  'key-column-differs': ({ at, key, spaces, nameSpaces }) => ({
    message: `${where(at)}: ${key} begins in column ${spaces + 1}, but job_name above it in column ${nameSpaces + 1}.`,
    ...columns(spaces, nameSpaces),
    hint: 'Begin all keys of a job in the same column.',
  }),
  'indentation-wrong': ({ at, text }) => ({
    message: `${where(at)} is indented too far or not far enough.`,
    observed: `${counted(text.length - text.trimStart().length, 'space')} before ${shortened(text)}`,
    hint: 'Begin all keys of one place in the same column, and indent what belongs to a key below it.',
  }),

  ...oddCharacters,
} satisfies FailEntries<YamlFacts>;
