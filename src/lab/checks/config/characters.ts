// Characters that look like those of YAML and are others: word processors, web pages and foreign keyboards write them.
// A character is blamed only where the usual one in its place changes the verdict. Pure.
import type { FailCode } from '../facts/codes.ts';
import type { Fail } from '../../model/verdict.ts';
import { fail } from '../facts/verdicts.ts';
import { shortened } from '../facts/wording.ts';

interface Lookalike {
  readonly found: RegExp;
  /** What belongs there; empty where the character has to go. */
  readonly usual: string;
  /** Completes `… has`. */
  readonly what: string;
  readonly hint: string;
}

const dashes = /[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D\u2022\u25E6\u25AA\u25CF\u00B7\u2023]/gu;
const colons = /[\uFF1A\uFE55\uA789\u2236\uFE13]/gu;
const copied = 'It came with something that was copied';

const lookalikes: readonly Lookalike[] = [
  {
    found: /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/gu,
    usual: ' ',
    what: 'a space of another kind than the space bar makes',
    hint: `${copied}: delete it, and type spaces.`,
  },
  {
    // Control, format and tag characters; a tab is told by itself.
    found: /(?!\t)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/gu,
    usual: '',
    what: 'an invisible character',
    hint: `${copied}: delete the line and type it again.`,
  },
  {
    found: dashes,
    usual: '-',
    what: 'a character that only looks like the dash',
    hint: 'Type the dash with the minus key: an item of a list begins with it, and a space.',
  },
  {
    found: /[\u2018-\u201F\u2039\u203A\u00AB\u00BB\u00B4\u02B9\u02BC\u2032\u2033\u300C-\u300F\uFF07\uFF02]/gu,
    usual: "'",
    what: 'curly quotes',
    hint: `YAML knows the straight quotes ' and " only.`,
  },
  {
    found: colons,
    usual: ':',
    what: 'a character that only looks like the colon',
    hint: 'Type the colon of a Latin keyboard. After a key it needs a space.',
  },
  {
    found: /[\uFF0C\u3001\uFE50\u060C]/gu,
    usual: ',',
    what: 'a character that only looks like the comma',
    hint: 'Type the comma of a Latin keyboard.',
  },
  {
    found: /[\uFF3B\u3010\u3014]/gu,
    usual: '[',
    what: 'a bracket of another kind than [',
    hint: 'A list in one line stands between [ and ].',
  },
  {
    found: /[\uFF3D\u3011\u3015]/gu,
    usual: ']',
    what: 'a bracket of another kind than ]',
    hint: 'A list in one line stands between [ and ].',
  },
  {
    found: /[\uFF3F\u203F]/gu,
    usual: '_',
    what: 'a character that only looks like the underscore',
    hint: 'Type the underscore of a Latin keyboard.',
  },
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
  const usual = lookalikes.reduce((text, { found, usual: to }) => text.replaceAll(found, to), marked);
  return usual + line.slice(code.length);
}

/**
 * The fault of a character in the place of the usual one, where that is what is wrong with the text: `judge` then says
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
    return now?.code !== fault.code || now.message !== fault.message;
  };
  // More lines than these are no slip, and each takes a reading of the file.
  const index =
    odd.slice(0, MOST_LINES).find((one) => isCause(lines.with(one, usual[one] ?? ''))) ??
    (odd.length > 1 && isCause(usual) ? odd[0] : undefined);
  if (index === undefined) return undefined;
  return faultOf(file, index + 1, lines[index] ?? '', fault.code);
}

const MOST_LINES = 20;

function faultOf(file: string, line: number, text: string, code: string): Fail {
  const known = lookalikes.find(({ found }) => text.search(found) !== -1);
  const at = text.search(known?.found ?? anyLetter);
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const shown = lookalikes.slice(0, 2).reduce((seen, { found }) => seen.replaceAll(found, '␣'), text);
  return fail(
    codeOf(code),
    `${file}:${line} has ${known?.what ?? `a character that only looks like ${usualText(character)}`}, ${nameOf(character)}.`,
    {
      observed: shortened(shown),
      hint: known?.hint ?? 'Delete it and type it again with a Latin keyboard.',
    },
  );
}

/** `U+2013`: what a search finds. */
function nameOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A character in a name or a target is a fault of that; anywhere else it is one of the syntax. */
function codeOf(code: string): FailCode {
  if (code === 'job-name-differs' || code === 'key-misspelled') return code;
  return code.startsWith('target-') ? 'target-invalid' : 'config-syntax';
}
