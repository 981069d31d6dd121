import { describe, expect, test } from 'vitest';
import { compareDiagnostics } from '../../../src/lab/course/index.ts';
import { formatDiagnostic } from '../../../src/lab/words/diagnostic-text.ts';
import type { WordedDiagnostic } from '../../../src/lab/words/index.ts';

const unknownStage: WordedDiagnostic = {
  file: '/course/steps/ring/step.md',
  line: 7,
  column: 10,
  length: 8,
  severity: 'error',
  code: 'unknown-stage',
  message: 'There is no stage `shouting`.',
  lineText: '  stage: shouting',
};

describe('a diagnostic as text', () => {
  test('has its place, the line and a squiggle below the fault', () => {
    expect(formatDiagnostic(unknownStage, '/course')).toBe(
      [
        'steps/ring/step.md:7:10: error: There is no stage `shouting`. [unknown-stage]',
        '  7 |   stage: shouting',
        '    |          ~~~~~~~~',
      ].join('\n'),
    );
  });

  test('is one line where the source line is not known', () => {
    const { lineText: _lineText, ...bare } = unknownStage;
    expect(formatDiagnostic(bare)).toBe(
      '/course/steps/ring/step.md:7:10: error: There is no stage `shouting`. [unknown-stage]',
    );
  });

  test('never writes a control character, wherever it comes from', () => {
    const evil = '\u001b[2J\u202e\u0007\r\n';
    const text = formatDiagnostic({
      ...unknownStage,
      file: `/x${evil}`,
      message: evil,
      lineText: `  stage: ${evil}`,
    });
    expect(text.split('\n')).toHaveLength(3);
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\u202e/u);
  });

  test('cuts a very long line around the fault', () => {
    const lineText = `${'a'.repeat(5000)}HERE${'b'.repeat(5000)}`;
    const text = formatDiagnostic({ ...unknownStage, column: 5001, length: 4, lineText });
    const [, source = '', squiggle = ''] = text.split('\n');
    expect(source.length).toBeLessThan(200);
    expect(source.slice(squiggle.indexOf('~'), squiggle.lastIndexOf('~') + 1)).toBe('HERE');
  });
});

const at = (file: string, line: number, column: number) => ({
  ...unknownStage,
  fact: { kind: 'unknown-stage', name: 'shouting', known: [] } as const,
  file,
  line,
  column,
});

test('diagnostics are in order of file, line and column', () => {
  const sorted = [at('/b', 1, 1), at('/a', 10, 1), at('/a', 2, 5), at('/a', 2, 4)].toSorted(
    compareDiagnostics,
  );
  expect(sorted.map(({ file, line, column }) => `${file}:${line}:${column}`)).toEqual([
    '/a:2:4',
    '/a:2:5',
    '/a:10:1',
    '/b:1:1',
  ]);
});
