import { describe, expect, test } from 'vitest';
import { cleanJson, cleanText, createStyle, wantsColour } from '../../../src/lab/ui/render/style.ts';

describe('color', () => {
  test.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    [{ TERM: 'dumb' }, true, false],
  ])('with %j on a terminal (%s) it is %s', (env, isTty, expected) => {
    expect(wantsColour(env, isTty)).toBe(expected);
  });

  test('the words are the same without it', () => {
    const style = createStyle(false);
    expect(style.bad('no')).toBe('no');
  });
});

describe('invisible characters', () => {
  test.each([
    ['a soft hyphen', '\u00ad'],
    ['a zero-width space', '\u200b'],
    ['a word joiner', '\u2060'],
    ['a byte order mark', '\ufeff'],
    ['a mark of direction', '\u200f'],
    ['an override of direction', '\u202e'],
    ['a filler', '\u3164'],
    ['a variation selector', '\u{e0101}'],
    ['text in tags', '\u{e0001}\u{e0072}\u{e006d}\u{e007f}'],
    ['a separator of paragraphs', '\u2029'],
    ['a control of the upper half', '\u009b'],
  ])('%s does not reach the terminal, and is an escape in JSON', (_what, hidden) => {
    expect(cleanText(`a${hidden}b`)).toBe('ab');
    const json = cleanJson(JSON.stringify({ text: `a${hidden}b` }));
    expect(cleanText(json)).toBe(json);
    expect(JSON.parse(json)).toEqual({ text: `a${hidden}b` });
  });

  test('visible characters stay', () => {
    const text = 'Übung für Zoë – 練習, عربى, नमस्ते, 🙂\n\tdone';
    expect(cleanText(text)).toBe(text);
  });
});
