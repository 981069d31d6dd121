import { describe, expect, test } from 'vitest';
import { asLines, asOneLine, createPasteFilter } from '../../../src/lab/ui/pasted-lines.ts';

const BEGINS = '\u001b[200~';
const ENDS = '\u001b[201~';

/** What a question of one line gets of what a terminal sends, piece by piece. */
function keysOf(...pieces: readonly string[]): string {
  const filter = createPasteFilter();
  return Buffer.concat(pieces.map((piece) => filter(Buffer.from(piece)))).toString();
}

describe('a question of one line', () => {
  test.each([
    ['typed text and its Enter', ['sum', '(x)', '\r'], 'sum(x)\r'],
    ['arrows and other keys', ['\u001b[D', '\u0015', '\u007f'], '\u001b[D\u0015\u007f'],
    ['a line that comes at once', ['sum(x)\r'], 'sum(x)\r'],
    ['a paste of one line', [`${BEGINS}sum(x)${ENDS}`], 'sum(x)'],
    ['a paste of lines', [`${BEGINS}sum(\r  x\r)${ENDS}`], 'sum(⏎  x⏎)'],
    ['a paste that ends with a line break', [`${BEGINS}x\r\n${ENDS}`, '\r'], 'x\r'],
    ['tabs in a paste', [`${BEGINS}a\n\tb${ENDS}`], 'a⏎ b'],
    ['keys in a paste', [`${BEGINS}a\u0003\u001bb${ENDS}`], 'ab'],
    ['a paste in pieces', [`${BEGINS}a\r`, 'b\r', `c${ENDS.slice(0, 3)}`, `${ENDS.slice(3)}\r`], 'a⏎b⏎c\r'],
    ['two pastes', [`${BEGINS}a\n${ENDS}${BEGINS}b${ENDS}`], 'ab'],
    ['lines at once where the terminal does not tell of pastes', ['a\rb\r'], 'a⏎b\r'],
    ['other scripts', [`${BEGINS}{path="/тест"}\n# ✓${ENDS}`], '{path="/тест"}⏎# ✓'],
  ])('gets %s', (_what, pieces, expected) => {
    expect(keysOf(...pieces)).toBe(expected);
  });
});

test.each(['sum(\n  rate(x[5m])\n)', '# why\nx', 'x'])(
  '%j is the same after it was edited in one line',
  (text) => {
    expect(asOneLine(text)).not.toContain('\n');
    expect(asLines(asOneLine(`${text}\n`))).toBe(text);
  },
);

test('line breaks of Windows are line breaks', () => {
  expect(asLines(asOneLine('a\r\nb\r\n'))).toBe('a\nb');
});
