// `prometheus check rules` and `prometheus test rules` as a learner or a script uses them, without a workspace.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createLabFolder, LAB_BIN, type LabFolder } from '../support/lab.ts';

const GOOD = 'groups:\n- name: shop\n  rules:\n  - {record: job:up:sum, expr: sum by(job) (up)}\n';
const BAD = 'groups:\n- name: shop\n  rules:\n  - record: job:up:sum\n    expr: sum by(job\n';
const TWICE = `${GOOD}  - {record: job:up:sum, expr: up}\n`;
const TESTS = `rule_files: [good.yml]
tests:
- name: right
  input_series: [{series: 'up{job="shop"}', values: '1'}]
  promql_expr_test: [{expr: job:up:sum, eval_time: 0, exp_samples: [{labels: 'job:up:sum{job="shop"}', value: 1}]}]
- name: wrong
  promql_expr_test:
  - {expr: vector(1), eval_time: 0, exp_samples: [{value: 2}]}
`;

let folder: LabFolder;
beforeAll(async () => {
  folder = await createLabFolder();
  const files = { 'good.yml': GOOD, 'bad.yml': BAD, 'twice.yml': TWICE, 'tests.yml': TESTS };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder.dir, name), text);
});
afterAll(() => folder.remove());

const check = (...args: string[]) => folder.run('prometheus', 'check', 'rules', ...args);
const run = (...args: string[]) => folder.run('prometheus', 'test', 'rules', ...args);

describe('check rules', () => {
  test('counts the rules of a valid file', async () => {
    expect(await check('good.yml')).toMatchObject({
      exitCode: 0,
      stdout: 'Checking good.yml\n  SUCCESS: 1 rules found\n',
    });
  });

  test('names each problem with its place, and exits with 1', async () => {
    const result = await check('good.yml', 'bad.yml', 'not-there.yml');
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain('  SUCCESS: 1 rules found');
    expect(result.stdout).toContain(
      'bad.yml: 5:11: group "shop", rule 1, "job:up:sum": could not parse expression: 1:11: parse error: ',
    );
    expect(result.stdout).toMatch(/not-there\.yml: open .*: no such file or directory/);
  });

  test('reports rules that are there twice, and fails only if asked to', async () => {
    const result = await check('twice.yml');
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toContain('1 duplicate rule(s) found.\nMetric: job:up:sum (lines 4, 5)');
    expect(await check('twice.yml', '--lint-fatal')).toMatchObject({ exitCode: 1 });
    expect(await check('twice.yml', '--lint', 'none', '--lint-fatal')).toMatchObject({ exitCode: 0 });
  });

  test('gives one document with --json', async () => {
    const result = await check('bad.yml', '--json');
    expect(JSON.parse(result.stdout)).toEqual({
      status: 'fail',
      files: [
        {
          file: 'bad.yml',
          status: 'fail',
          rules: 0,
          problems: [{ file: 'bad.yml', line: 5, message: expect.stringContaining('5:11: group "shop"') }],
          duplicates: [],
          warnings: [],
        },
      ],
    });
  });

  test.each([[[]], [['-']]])('reads standard input: %j', async (args) => {
    const { exitCode, stdout } = await execa(
      process.execPath,
      [LAB_BIN, 'prometheus', 'check', 'rules', ...args],
      { cwd: folder.dir, env: folder.env, extendEnv: false, reject: false, input: BAD },
    );
    expect(exitCode).toBe(1);
    expect(stdout).toContain('Checking standard input\n  FAILED:\nstandard input: 5:11: group "shop"');
  });
});

describe('test rules', () => {
  test('tells what fails, where and how, and exits with 1', async () => {
    const result = await run('tests.yml');
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toBe(`Unit Testing:  tests.yml
  FAILED:
  tests.yml:8: test "wrong"
    expr: "vector(1)", time: 0s,
        exp: {} 2E+00
        got: {} 1E+00
        diff (-exp +got):
          - {} 2E+00
          + {} 1E+00
`);
  });

  test('runs only the tests that --run names', async () => {
    expect(await run('tests.yml', '--run', 'right')).toMatchObject({
      exitCode: 0,
      stdout: 'Unit Testing:  tests.yml\n  SUCCESS\n',
    });
    expect(await run('tests.yml', '--run', 'right', '--run', 'wr.ng')).toMatchObject({ exitCode: 1 });
  });

  test('gives one document with --json', async () => {
    expect(JSON.parse((await run('tests.yml', '--json')).stdout)).toMatchObject({
      status: 'fail',
      files: [
        {
          file: 'tests.yml',
          status: 'fail',
          problems: [],
          tests: [
            { name: 'right', line: 3, status: 'pass', failures: [] },
            {
              name: 'wrong',
              line: 6,
              status: 'fail',
              failures: [
                {
                  kind: 'samples',
                  line: 8,
                  expected: [{ labels: '{}', value: '2E+00' }],
                  got: [{ labels: '{}', value: '1E+00' }],
                  difference: '- {} 2E+00\n+ {} 1E+00',
                },
              ],
            },
          ],
        },
      ],
    });
  });

  test.each([[['tests.yml', '--run', '(']], [[]]])(
    'exits with 2 if it is called wrongly: %j',
    async (args) => {
      expect(await run(...args)).toMatchObject({ exitCode: 2 });
    },
  );
});
