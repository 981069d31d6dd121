// Finds what a text of a course must not hold: control characters, written out or hidden in an escape.
import { CONTROL_CHARACTERS, nameOfCharacter } from './control-characters.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { DataPath, YamlSource } from './yaml-source.ts';

const MAX_PER_FILE = 20;
const MAX_DEPTH = 20;

const isControl = (text: string) => text.search(CONTROL_CHARACTERS) !== -1;

/** Control characters in a file as it is, and as numeric HTML entities in its Markdown. */
export function controlCharacterFaults(
  source: YamlSource,
  text: string,
  bodyStart?: number,
): readonly Diagnostic[] {
  const written = [...text.matchAll(CONTROL_CHARACTERS)].map((match) => ({ match, character: match[0] }));
  const body =
    bodyStart === undefined ? [] : [...text.matchAll(ENTITY)].filter(({ index }) => index >= bodyStart);
  const entities = body.flatMap((match) => {
    const character = decode(match[1] ?? '');
    return isControl(character) || character === '' ? [{ match, character }] : [];
  });
  return [...written, ...entities].slice(0, MAX_PER_FILE).map(({ match, character }) => {
    const fact = { kind: 'control-character', name: nameOfCharacter(character) } as const;
    return source.atOffset(match.index, match[0].length, 'error', fact);
  });
}

const ENTITY = /&#(\d{1,9}|[xX][0-9a-fA-F]{1,8});?/g;

function decode(digits: string): string {
  const code = /^x/i.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number(digits);
  return code <= 0x10_ffff ? String.fromCodePoint(code) : '';
}

/** Control characters in the data, where YAML's own escapes (`"\x1b"`) have put them. */
export function escapedControlFaults(source: YamlSource): readonly Diagnostic[] {
  const faults: Diagnostic[] = [];
  const visit = (value: unknown, path: DataPath): void => {
    // An alias inside its own anchor makes data without end.
    if (faults.length >= MAX_PER_FILE || path.length > MAX_DEPTH) return;
    if (typeof value === 'string' && isControl(value)) {
      faults.push(source.at(path, 'value', 'error', { kind: 'control-character/escaped', part: 'text' }));
    } else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) visit(item, [...path, index]);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        visit(item, [...path, key]);
        if (isControl(key)) {
          const fact = { kind: 'control-character/escaped', part: 'key' } as const;
          faults.push(source.at([...path, key], 'key', 'error', fact));
        }
      }
    }
  };
  visit(source.data, []);
  return faults;
}
