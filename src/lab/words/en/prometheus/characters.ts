// Characters that are not the usual ones.
import type { YamlFacts, Lookalike } from '../../../checks/facts/prometheus/yaml.ts';
import { unreachable } from '../../../../unreachable.ts';
import { shortened } from '../../../checks/facts/wording.ts';
import type { FailEntries, FailWords } from '../../contract/entries.ts';
import { where } from './places.ts';

type CharacterFacts = Pick<YamlFacts, Extract<keyof YamlFacts, `odd-${string}`>>;

export const STRAIGHT_QUOTES = `Use straight quotes: YAML knows only ' and ".`;
const COPIED = 'It was probably copied.';

/** Completes `prometheus.yml:9 contains U+2014, …`. */
function lookOf(looksLike: Lookalike, usual: string): string {
  switch (looksLike) {
    case 'space':
      return 'a Unicode space that only looks like a normal one';
    case 'invisible':
      return 'an invisible character';
    case 'quote':
      return 'a typographic quote';
    case 'letter':
    case 'bracket':
      return `which only looks like ${usual}`;
    case 'dash':
    case 'colon':
    case 'comma':
    case 'underscore':
      return `which only looks like a ${looksLike}`;
    default:
      return unreachable(looksLike);
  }
}

const TYPE_IT: Readonly<Record<Lookalike, string>> = {
  space: `${COPIED} Delete it, and type a space.`,
  invisible: `${COPIED} Delete the line, and type it again.`,
  dash: 'Type the dash with the minus key. A list item begins with a dash and a space.',
  quote: STRAIGHT_QUOTES,
  colon: 'Type the colon on a Latin keyboard. After a key it needs a space.',
  comma: 'Type the comma on a Latin keyboard.',
  bracket: 'Write a list on one line between [ and ].',
  underscore: 'Type the underscore on a Latin keyboard.',
  letter: 'Delete it, and type it again on a Latin keyboard.',
};

/** What a search finds: `U+2013`. */
const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** Characters that cannot be seen are shown as `␣`. */
const visible = (text: string): string =>
  text.replaceAll(/(?![ \t])[\p{Z}\p{C}\p{Default_Ignorable_Code_Point}]/gu, '␣');

const odd = ({ at, text, character, looksLike, usual }: CharacterFacts['odd-character']): FailWords => ({
  message: `${where(at)} contains ${codePoint(character)}, ${lookOf(looksLike, usual)}.`,
  observed: shortened(visible(text)),
  hint: TYPE_IT[looksLike],
});

export const oddCharacters = {
  'odd-character': odd,
  'odd-character-in-name': odd,
  'odd-character-in-key': odd,
  'odd-character-in-target': odd,
} satisfies FailEntries<CharacterFacts>;
