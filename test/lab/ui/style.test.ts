import { describe, expect, test } from 'vitest';
import { createStyle, wantsColour } from '../../../src/lab/ui/style.ts';

describe('colour', () => {
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
