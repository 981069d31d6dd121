// Characters that look like those of YAML and are others: word processors, web pages and foreign keyboards write them.
// A character is blamed only where the usual one in its place changes the verdict. Pure.
import type { Lookalike } from '../facts/prometheus/yaml.ts';
import type { FileLine } from '../facts/prometheus/places.ts';
import type { Fail } from '../../model/verdict.ts';
import { failed } from '../facts/verdicts.ts';

interface Family {
  readonly found: RegExp;
  readonly looksLike: Lookalike;
  /** What belongs there; empty where the character has to go. */
  readonly usual: string;
}

const dashes = /[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D\u2022\u25E6\u25AA\u25CF\u00B7\u2023]/gu;
const colons = /[\uFF1A\uFE55\uA789\u2236\uFE13]/gu;

const families: readonly Family[] = [
  {
    found: /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/gu,
    looksLike: 'space',
    usual: ' ',
  },
  {
    // Control, format and tag characters; a tab is a fact by itself.
    found: /(?!\t)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/gu,
    looksLike: 'invisible',
    usual: '',
  },
  { found: dashes, looksLike: 'dash', usual: '-' },
  {
    found: /[\u2018-\u201F\u2039\u203A\u00AB\u00BB\u00B4\u02B9\u02BC\u2032\u2033\u300C-\u300F\uFF07\uFF02]/gu,
    looksLike: 'quote',
    usual: "'",
  },
  { found: colons, looksLike: 'colon', usual: ':' },
  { found: /[\uFF0C\u3001\uFE50\u060C]/gu, looksLike: 'comma', usual: ',' },
  { found: /[\uFF3B\u3010\u3014]/gu, looksLike: 'bracket', usual: '[' },
  { found: /[\uFF3D\u3011\u3015]/gu, looksLike: 'bracket', usual: ']' },
  { found: /[\uFF3F\u203F]/gu, looksLike: 'underscore', usual: '_' },
];

/** Letters and digits of other scripts that look like Latin ones, as `о` in Cyrillic; the wide ones of Asian keyboards. */
const letters: ReadonlyMap<string, string> = new Map(
  Object.entries({
    а: 'a',
    с: 'c',
    ԁ: 'd',
    е: 'e',
    һ: 'h',
    і: 'i',
    ј: 'j',
    ӏ: 'l',
    о: 'o',
    р: 'p',
    ѕ: 's',
    у: 'y',
    х: 'x',
    α: 'a',
    ο: 'o',
    ρ: 'p',
    ι: 'i',
    ν: 'v',
  }),
);
const leadingDash = new RegExp(`^(\\s*)(?:${dashes.source})\\s*`, 'u');
const colonOfKey = new RegExp(`^(\\s*(?:-\\s+)?[\\w-]+)(?:${colons.source})\\s*`, 'u');
const anyLetter = /[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A]|[аαсԁеһіιјӏоορрѕνух]/gu;

/** What a line looks like, written with the usual characters. A comment behind it may hold any. */
function usualText(line: string): string {
  const end = line.search(/(?:^|\s)#/);
  const code = end === -1 ? line : line.slice(0, end);
  const marked = code
    .replace(leadingDash, '$1- ')
    .replace(colonOfKey, '$1: ')
    .replaceAll(anyLetter, (letter) => letters.get(letter) ?? letter.normalize('NFKC'));
  const usual = families.reduce((text, { found, usual: to }) => text.replaceAll(found, to), marked);
  return usual + line.slice(code.length);
}

/**
 * The error of a character in the place of the usual one, where that is what is wrong with the text: `judge` then says
 * something else of the text with the usual characters in a line, or in all lines.
 */
export function explainCharacter(
  file: string,
  text: string,
  fault: Fail,
  judge: (text: string) => Fail | undefined,
): Fail | undefined {
  const lines = text.split(/\r\n?|\n/);
  const usual = lines.map(usualText);
  const odd = lines.flatMap((line, index) => (line === usual[index] ? [] : [index]));
  const isCause = (changed: readonly string[]): boolean => {
    const now = judge(changed.join('\n'));
    return now === undefined || identityOf(now) !== identityOf(fault);
  };
  // More lines than these are no slip, and each takes a reading of the file.
  const index =
    odd.slice(0, MOST_LINES).find((one) => isCause(lines.with(one, usual[one] ?? ''))) ??
    (odd.length > 1 && isCause(usual) ? odd[0] : undefined);
  if (index === undefined) return undefined;
  return faultOf({ file, line: index + 1 }, lines[index] ?? '', fault.code);
}

/** An error without what it quotes of the file. */
const identityOf = ({ fact }: Fail): string => JSON.stringify({ ...fact, text: undefined, found: undefined });

const MOST_LINES = 20;

function faultOf(at: FileLine, text: string, code: string): Fail {
  const family = families.find(({ found }) => text.search(found) !== -1);
  const index = text.search(family?.found ?? anyLetter);
  const character = String.fromCodePoint(text.codePointAt(index) ?? 0);
  const { looksLike, usual } = family ?? { looksLike: 'letter', usual: usualText(character) };
  return failed(kindFor(code), { at, text, character, looksLike, usual });
}

/** A character in a name, a key or a target is an error of that; anywhere else it is one of the syntax. */
function kindFor(code: string): `odd-character${'' | '-in-name' | '-in-key' | '-in-target'}` {
  if (code === 'job-name-differs') return 'odd-character-in-name';
  if (code === 'key-misspelled') return 'odd-character-in-key';
  return code.startsWith('target-') ? 'odd-character-in-target' : 'odd-character';
}
