import { describe, expect, test } from 'vitest';
import type { CaseResult } from '../../../src/lab/verify/cases/model.ts';
import { formatJunit } from '../../../src/lab/verify/cases/junit.ts';

const result = (name: string, outcome: CaseResult['outcome']): CaseResult => ({
  step: name.split('/')[0] ?? '',
  kind: 'mistake',
  name,
  outcome,
  durationMs: 1500,
  appStarts: 1,
});

describe('results as JUnit XML', () => {
  test('group the cases by step, and separate surprises from what could not be judged', () => {
    const xml = formatJunit([
      result('one/a', { status: 'expected', observed: 'fail x' }),
      result('one/b', { status: 'surprise', expected: 'fail x', observed: 'pass' }),
      result('two/c', { status: 'blocked', expected: 'pass', observed: 'port taken' }),
    ]);
    expect(xml).toContain(
      '<testsuites name="ecom-lab verify" tests="3" failures="1" errors="1" time="4.500">',
    );
    expect(xml).toContain(
      '<testsuite name="one" tests="2" failures="1" errors="0" time="3.000" skipped="0">',
    );
    expect(xml).toContain('<failure message="expected fail x, found pass" type="surprise">');
    expect(xml).toContain('<error message="expected pass, found port taken" type="blocked">');
  });

  test('have no attribute that a CI viewer does not know (the schemas of Jenkins)', () => {
    const xml = formatJunit([
      result('one/a', { status: 'surprise', expected: 'fail x', observed: 'pass' }),
      result('two/c', { status: 'blocked', expected: 'pass', observed: 'port taken' }),
    ]);
    const known: Readonly<Record<string, readonly string[]>> = {
      testsuites: ['name', 'tests', 'failures', 'errors', 'time'],
      testsuite: ['name', 'tests', 'failures', 'errors', 'time', 'skipped'],
      testcase: ['classname', 'name', 'time'],
      failure: ['message', 'type'],
      error: ['message', 'type'],
    };
    const elements = [...xml.matchAll(/<([a-z]+) ((?:[a-z]+="[^"]*" ?)+)\/?>/g)];
    expect(elements).toHaveLength(7);
    for (const [, element = '', attributes = ''] of elements) {
      const names = [...attributes.matchAll(/([a-z]+)="/g)].map(([, name]) => name);
      expect([element, names]).toEqual([element, known[element]]);
    }
  });

  test('contain no character that XML does not allow', () => {
    const xml = formatJunit([
      result('one/<a>', { status: 'surprise', expected: '"&"', observed: '\u001b[31mred\u0000' }),
    ]);
    expect(xml).toContain('name="one/&lt;a&gt;"');
    expect(xml).toContain('&quot;&amp;&quot;');
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
  });
});
