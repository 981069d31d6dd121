// What is wrong with the text of a configuration file as YAML, as facts. `words/en/prometheus/yaml.ts` words them.
import type { FileLine, SourceLine } from './places.ts';

/** Why a line is not YAML, where no rule explains it better. */
export type NoYamlReason =
  | 'escape-unknown'
  | 'key-without-colon'
  | 'comma-missing-in-list'
  | 'comma-missing-between-keys'
  | 'stray-mark'
  | 'does-not-fit';

/** What a character that is not the usual one looks like. */
export type Lookalike =
  'space' | 'invisible' | 'dash' | 'quote' | 'colon' | 'comma' | 'bracket' | 'underscore' | 'letter';

/** `usual`: what belongs in the place of `character`; empty if nothing does. */
type OddCharacter = SourceLine & {
  readonly character: string;
  readonly looksLike: Lookalike;
  readonly usual: string;
};

/** `key` is written in a comment, and missing above the line `below`. */
type CommentedOut = SourceLine & { readonly key: string; readonly below: number };

/** The parameters of each. `text` quotes the file: it does not tell one error from another. */
export interface YamlFacts {
  'config-too-long': { readonly file: string; readonly characters: number };
  'config-empty': { readonly file: string; readonly hasComments: boolean };

  'tab-in-indentation': SourceLine & { readonly isAfterDash: boolean };
  'second-document': SourceLine;
  'key-twice': SourceLine & { readonly key: string };
  /** The line that would begin another item is a comment: `text` is that line. */
  'key-twice-after-comment': SourceLine & { readonly key: string; readonly commentLine: number };
  'bracket-never-opened': SourceLine;
  'mark-never-closed': SourceLine & { readonly mark: 'quote' | 'bracket' };
  /** What closes it is in a comment. */
  'mark-closed-in-comment': SourceLine & { readonly mark: 'quote' | 'bracket' };
  'closing-quote-escaped': SourceLine;
  'key-commented-out': CommentedOut;
  'scrape-configs-commented-out': CommentedOut;
  'not-yaml': SourceLine & { readonly reason: NoYamlReason };

  'dash-without-space': SourceLine;
  /** On the line of the key that the list belongs to. */
  'dash-behind-key': SourceLine & { readonly key: string };
  'colon-without-space': SourceLine;
  'colon-behind-value': SourceLine;
  'colon-missing': SourceLine & { readonly key: string | undefined };
  'not-a-comment': SourceLine;
  'conflict-marker': SourceLine;
  'markdown-fence': SourceLine;
  'value-begins-with-mark': SourceLine & { readonly mark: string };
  /** `mark`: what is there instead of the dash. */
  'not-a-list-item': SourceLine & { readonly mark: string };
  'two-keys-in-line': SourceLine;

  'alias-without-anchor': SourceLine & { readonly name: string; readonly isAnchorBelow: boolean };
  'merge-without-keys': SourceLine;
  'aliases-too-many': { readonly file: string };
  'alias-in-itself': { readonly file: string };

  'job-without-list': SourceLine;
  /** Its dash belongs after `spaces`. */
  'job-without-dash': SourceLine & { readonly spaces: number };
  'job-column-differs': { readonly at: FileLine; readonly spaces: number; readonly firstSpaces: number };
  'item-left-of-key': {
    readonly at: FileLine;
    readonly spaces: number;
    readonly key: string;
    readonly keySpaces: number;
  };
  /** The dash before `key`, which belongs to the job above, after `spaces`. */
  'dash-before-job-key': SourceLine & { readonly key: string; readonly spaces: number };
  'key-column-differs': {
    readonly at: FileLine;
    readonly key: string;
    readonly spaces: number;
    readonly nameSpaces: number;
  };
  'indentation-wrong': SourceLine;

  /** In the syntax, a job's name, a key, or a target. */
  'odd-character': OddCharacter;
  'odd-character-in-name': OddCharacter;
  'odd-character-in-key': OddCharacter;
  'odd-character-in-target': OddCharacter;
}

/** The code of each, held against the list of codes in `verdicts.ts`. */
export const yamlFactCodes = {
  'config-too-long': 'config-syntax',
  'config-empty': 'config-empty',

  'tab-in-indentation': 'config-tab',
  'second-document': 'config-syntax',
  'key-twice': 'config-duplicate-key',
  'key-twice-after-comment': 'config-duplicate-key',
  'bracket-never-opened': 'config-syntax',
  'mark-never-closed': 'config-syntax',
  'mark-closed-in-comment': 'config-syntax',
  'closing-quote-escaped': 'config-syntax',
  'key-commented-out': 'config-syntax',
  'scrape-configs-commented-out': 'scrape-configs-missing',
  'not-yaml': 'config-syntax',

  'dash-without-space': 'config-syntax',
  'dash-behind-key': 'config-syntax',
  'colon-without-space': 'config-syntax',
  'colon-behind-value': 'config-syntax',
  'colon-missing': 'config-syntax',
  'not-a-comment': 'config-syntax',
  'conflict-marker': 'config-syntax',
  'markdown-fence': 'config-syntax',
  'value-begins-with-mark': 'config-syntax',
  'not-a-list-item': 'config-syntax',
  'two-keys-in-line': 'config-syntax',

  'alias-without-anchor': 'config-syntax',
  'merge-without-keys': 'config-syntax',
  'aliases-too-many': 'config-syntax',
  'alias-in-itself': 'config-syntax',

  'job-without-list': 'scrape-configs-missing',
  'job-without-dash': 'config-indentation',
  'job-column-differs': 'config-indentation',
  'item-left-of-key': 'config-indentation',
  'dash-before-job-key': 'config-indentation',
  'key-column-differs': 'config-indentation',
  'indentation-wrong': 'config-indentation',

  'odd-character': 'config-syntax',
  'odd-character-in-name': 'job-name-differs',
  'odd-character-in-key': 'key-misspelled',
  'odd-character-in-target': 'target-invalid',
} as const;
