import { describe, expect, test } from 'vitest';
import { jobs } from '../../../src/lab/words/en/prometheus/jobs.ts';
import { yaml } from '../../../src/lab/words/en/prometheus/yaml.ts';

const at = { file: 'prometheus.yml', line: 9 };

test.each([
  ['—', 'dash', '-', 'U+2014, which only looks like a dash'],
  ['【', 'bracket', '[', 'U+3010, which only looks like ['],
  ['а', 'letter', 'a', 'U+0430, which only looks like a'],
  ['\u00a0', 'space', ' ', 'U+00A0, a Unicode space that only looks like a normal one'],
  ['\u0000', 'invisible', '', 'U+0000, an invisible character'],
] as const)('the character %j is named by its code point', (character, looksLike, usual, words) => {
  const { message } = yaml['odd-character']({ at, text: '', character, looksLike, usual });
  expect(message).toBe(`prometheus.yml:9 contains ${words}.`);
});

test('a character that cannot be seen is shown', () => {
  const text = '  - job_name:\u00a0api\u200b 😀';
  const odd = { at, text, character: '\u00a0', looksLike: 'space', usual: ' ' } as const;
  expect(yaml['odd-character'](odd).observed).toBe('- job_name:␣api␣ 😀');
});

test('an indentation is counted in spaces', () => {
  const words = yaml['job-column-differs']({ at, spaces: 1, firstSpaces: 2 });
  expect(words).toMatchObject({
    message: 'prometheus.yml:9: this job is indented by 1 space, but the first one by 2.',
    expected: '2 spaces',
    observed: '1 space',
  });
  expect(yaml['indentation-wrong']({ at, text: '   x: y' }).observed).toBe('3 spaces before x: y');
});

describe('the jobs of a file', () => {
  const missing = { file: 'prometheus.yml', job: 'api', host: undefined };

  test.each([
    [[], 'no job'],
    [['shop'], 'the job shop'],
    [['shop', 'prometheus'], 'the jobs shop and prometheus'],
  ])('%j are listed as %s', (found, words) => {
    expect(jobs['job-missing']({ ...missing, found }).observed).toBe(words);
  });

  test.each([
    ['prometheus.yml', 'in line 4.'],
    ['jobs/shop.yml', 'in jobs/shop.yml:4.'],
  ])('one of the same name in %s is %s', (file, words) => {
    const { message } = jobs['job-duplicate']({ at, job: 'api', first: { file, line: 4 } });
    expect(message).toBe(`prometheus.yml:9: there is already a job api, ${words}`);
  });
});

test('a separator is quoted with its spaces', () => {
  const target = 'localhost: 8000';
  const { message } = jobs['target-other-separator']({ at, target, separator: ': ' });
  expect(message).toBe('prometheus.yml:9: the target localhost: 8000 has ": " where a colon belongs.');
});
