import { describe, expect, test } from 'vitest';
import { createAppLog } from '../../../src/lab/app-process/spawn/log.ts';

const log = (...chunks: readonly (readonly ['stdout' | 'stderr', string])[]) => {
  const made = createAppLog();
  for (const [stream, text] of chunks) made.write(stream, Buffer.from(text));
  return made;
};

describe('the log of an app', () => {
  test('returns the last lines, oldest first', () => {
    expect(log(['stdout', 'one\ntwo\nthree\n']).lines(2)).toEqual(['two', 'three']);
    expect(log(['stdout', 'one\n']).lines(0)).toEqual([]);
  });

  test('joins lines that arrived in pieces, even within a character', () => {
    const made = createAppLog();
    const bytes = Buffer.from('priced at 5 €\n');
    made.write('stdout', bytes.subarray(0, 13));
    made.write('stdout', bytes.subarray(13));
    expect(made.lines(9)).toEqual(['priced at 5 €']);
  });

  test('keeps the lines of stdout and stderr apart', () => {
    expect(log(['stdout', 'out '], ['stderr', 'err\n'], ['stdout', 'goes on\n']).lines(9)).toEqual([
      'err',
      'out goes on',
    ]);
  });

  test('shows a last line without a line ending', () => {
    expect(log(['stdout', 'done\nhalf']).lines(9)).toEqual(['done', 'half']);
  });

  test('lets no control sequence through', () => {
    expect(log(['stdout', '\u001b[31mred\u001b[0m\r\n\u001b]0;title\u0007a\u0008b\tc\n']).lines(9)).toEqual([
      'red',
      'ab    c',
    ]);
  });

  test('drops the oldest output beyond its limit, including half a line', () => {
    const made = createAppLog();
    for (let n = 0; n < 100_000; n += 1) made.write('stdout', Buffer.from(`line ${n} ${'x'.repeat(50)}\n`));
    const lines = made.lines(1_000_000);
    expect(lines.length).toBeLessThan(5000);
    expect(lines.at(-1)).toMatch(/^line 99999 /);
    expect(lines[0]).toMatch(/^line \d+ /);
  });

  test('cuts a line that is too long to show', () => {
    const [line = ''] = log(['stdout', 'x'.repeat(1_000_000)]).lines(1);
    expect(line).toHaveLength(2001);
  });
});
