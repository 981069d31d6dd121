// The edit of prometheus.yml that `apply` makes: the job is there and right, and nothing else has changed.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { addScrapeJob, type ScrapeJobEdit } from '../../../src/lab/workspace/scrape-job/edit.ts';

const wanted = { job: 'api', target: 'localhost:8000' };

function edited(text: string): string {
  const edit = addScrapeJob(text, wanted);
  if (edit.status !== 'edited') throw new Error(`not edited: ${JSON.stringify(edit)}`);
  return edit.text;
}

function refused(text: string): Extract<ScrapeJobEdit, { status: 'rejected' }> {
  const edit = addScrapeJob(text, wanted);
  if (edit.status !== 'rejected') throw new Error(`not rejected: ${JSON.stringify(edit)}`);
  return edit;
}

const lines = (...all: readonly string[]): string => all.map((line) => `${line}\n`).join('');

/** A file with the job that is to be repaired, and a comment at either end. */
const jobFile = (...rest: readonly string[]): string =>
  lines('scrape_configs:', '  - job_name: api # mine', ...rest, '', '# end');

const pad = (count: number): string => ' '.repeat(count);

const NEW_LIST = lines(
  'scrape_configs:',
  '  - job_name: api',
  '    static_configs:',
  "      - targets: ['localhost:8000']",
);

describe('adding a job', () => {
  test('appends it to the list and keeps every comment and blank line', () => {
    const before = lines(
      '# my file',
      'global:',
      '  scrape_interval:   5s # fast',
      '',
      'scrape_configs:',
      '  # watches itself',
      '  - job_name: "prometheus"   # first',
      '    static_configs:',
      "      - targets: ['localhost:9090']  # itself",
      '# the end',
      '',
      'rule_files: [ "a.yml" ]',
    );
    expect(edited(before)).toBe(
      before.replace(
        '# itself\n',
        "# itself\n\n  - job_name: api\n    static_configs:\n      - targets: ['localhost:8000']\n",
      ),
    );
  });

  test.each([
    ['an empty file', '', NEW_LIST],
    ['a file of comments', '# nothing yet\n', `# nothing yet\n\n${NEW_LIST}`],
    [
      'a file without a list',
      'global:\n  scrape_interval: 5s\n',
      `global:\n  scrape_interval: 5s\n\n${NEW_LIST}`,
    ],
    ['a file without a last line ending', 'global: {}', `global: {}\n\n${NEW_LIST}`],
    ['an empty list', 'scrape_configs: []\nrule_files: []\n', `${NEW_LIST}rule_files: []\n`],
    [
      'an empty list with a comment',
      'scrape_configs: [] # none\n',
      NEW_LIST.replace('configs:\n  -', 'configs: # none\n  -'),
    ],
    ['a list that has only its name', 'scrape_configs:\nrule_files: []\n', `${NEW_LIST}rule_files: []\n`],
    ['a list that has only its name, at the end', 'scrape_configs:', NEW_LIST],
    ['a list that is null', 'scrape_configs: null\n', NEW_LIST.replaceAll("'", '')],
  ])('to %s', (_, before, after) => {
    expect(parse(edited(before))).toEqual(parse(after));
    expect(edited(before).replaceAll("'", '')).toBe(after.replaceAll("'", ''));
  });

  test.each([
    [
      'no indentation of the list',
      ['scrape_configs:', '- job_name: a', '  static_configs:', "  - targets: ['a:1']"],
      ['', '- job_name: api', '  static_configs:', "  - targets: ['localhost:8000']"],
    ],
    [
      'four columns',
      ['scrape_configs:', '    - job_name: a', '      static_configs:', "          - targets: ['a:1']"],
      ['', '    - job_name: api', '      static_configs:', "          - targets: ['localhost:8000']"],
    ],
    [
      'a wide gap and double quotes',
      ['scrape_configs:', '-   job_name: a', '    static_configs:', '    -   targets: ["a:1"]'],
      ['', '-   job_name: api', '    static_configs:', '    -   targets: ["localhost:8000"]'],
    ],
    [
      'a lonely dash',
      ['scrape_configs:', '  - # odd', '    job_name: a', '    static_configs:', "      - targets: ['a:1']"],
      ['', '  - job_name: api', '    static_configs:', "      - targets: ['localhost:8000']"],
    ],
    [
      'jobs that stand close together',
      ['scrape_configs:', '  - job_name: a', '  - job_name: b'],
      ['  - job_name: api', '    static_configs:', "      - targets: ['localhost:8000']"],
    ],
    [
      'a whole file that is indented',
      ['  scrape_configs:', '    - job_name: a'],
      ['', '    - job_name: api', '      static_configs:', "        - targets: ['localhost:8000']"],
    ],
  ])('follows the style of the file: %s', (_, before, added) => {
    expect(edited(lines(...before))).toBe(lines(...before, ...added));
  });

  test('adds to a list in flow style', () => {
    expect(edited("scrape_configs: [{job_name: a, static_configs: [{targets: ['a:1']}]}] # all\n")).toBe(
      "scrape_configs: [{job_name: a, static_configs: [{targets: ['a:1']}]}, {job_name: api, static_configs: [{targets: ['localhost:8000']}]}] # all\n",
    );
  });

  test('keeps Windows line endings and the byte order mark', () => {
    const before = '\uFEFFscrape_configs:\r\n  - job_name: a # one\r\n';
    expect(edited(before)).toBe(
      `${before}\r\n  - job_name: api\r\n    static_configs:\r\n      - targets: ['localhost:8000']\r\n`,
    );
  });

  test('leaves a mixture of line endings as it is', () => {
    const before = 'global: {}\r\nscrape_configs:\n  - job_name: a\n';
    expect(edited(before).startsWith(before)).toBe(true);
  });

  test('keeps a commented-out job below the list in its place', () => {
    const before = lines('scrape_configs:', '  - job_name: a', '  # - job_name: old', '', 'rule_files: []');
    const after = edited(before);
    expect(after).toContain('  # - job_name: old\n');
    expect(after.endsWith('\nrule_files: []\n')).toBe(true);
  });
});

describe('repairing a job of that name', () => {
  test.each([
    [
      'the wrong port',
      "      - targets: ['localhost:3000'] # here",
      "      - targets: ['localhost:8000'] # here",
    ],
    ['a scheme', '      - targets: ["http://localhost:8000"]', '      - targets: ["localhost:8000"]'],
    ['a string for a list', '      - targets: localhost:8000', "      - targets: ['localhost:8000']"],
    ['two targets', "      - targets: ['a:1', 'b:2']", "      - targets: ['localhost:8000']"],
    ['an empty list', '      - targets: []', "      - targets: ['localhost:8000']"],
  ])('replaces only the target: %s', (_, wrong, right) => {
    const rest = ['    scrape_interval:  2s', '    static_configs:'];
    expect(edited(jobFile(...rest, wrong))).toBe(jobFile(...rest, right));
  });

  test('replaces a target in a list of lines', () => {
    const before = jobFile(
      '    static_configs:',
      '      - targets:',
      '          # the app',
      '          - localhost:3000 # x',
    );
    expect(edited(before)).toBe(before.replace('localhost:3000', "'localhost:8000'"));
  });

  test.each([
    ['no static_configs', ['    scrape_interval: 2s']],
    [
      'a field of another name',
      ['    scrape_interval: 2s', '    static_config:', "      - targets: ['localhost:8000']"],
    ],
    ['targets right below the job', ['    scrape_interval: 2s', "    targets: ['localhost:8000']"]],
    ['a string for static_configs', ['    scrape_interval: 2s', "    static_configs: 'localhost:8000'"]],
    [
      'no list of groups',
      ['    scrape_interval: 2s', '    static_configs:', "      targets: ['localhost:8000']"],
    ],
    [
      'https',
      [
        '    scheme: https',
        '    scrape_interval: 2s',
        '    static_configs:',
        "      - targets: ['localhost:8000']",
      ],
    ],
    [
      'another path',
      ['    scrape_interval: 2s', '    metrics_path: /', '    static_configs: [{targets: [x]}]'],
    ],
  ])('keeps its other settings and the rest of the file: %s', (_, rest) => {
    const after = edited(jobFile(...rest));
    expect(parse(after)).toEqual({
      scrape_configs: [
        { job_name: 'api', scrape_interval: '2s', static_configs: [{ targets: ['localhost:8000'] }] },
      ],
    });
    expect(after.startsWith('scrape_configs:\n  - job_name: api # mine\n')).toBe(true);
    expect(after.endsWith('\n\n# end\n')).toBe(true);
  });

  test('keeps labels of the group and comments of the job', () => {
    const after = edited(
      jobFile(
        '    # every two',
        '    scrape_interval: 2s',
        '    static_configs:',
        '      - target: [x]',
        '        labels: {env: dev}',
      ),
    );
    expect(after).toContain('    # every two\n    scrape_interval: 2s\n');
    expect(parse(after)).toMatchObject({
      scrape_configs: [{ static_configs: [{ targets: ['localhost:8000'], labels: { env: 'dev' } }] }],
    });
  });

  test('keeps one if there are two', () => {
    const before = lines(
      'scrape_configs:',
      '  - job_name: api',
      "    static_configs: [{targets: ['localhost:8000']}]",
      '  - job_name: other # stays',
      "    static_configs: [{targets: ['a:1']}]",
      '  - job_name: api',
      "    static_configs: [{targets: ['localhost:3000']}]",
      'rule_files: []',
    );
    const after = edited(before);
    expect(after).toContain(
      "  - job_name: other # stays\n    static_configs: [{targets: ['a:1']}]\nrule_files: []\n",
    );
    expect(after.match(/job_name: api/g)).toHaveLength(1);
  });

  test('repairs one that uses an anchor of another job', () => {
    const before = lines(
      'scrape_configs:',
      '  - job_name: a',
      '    static_configs: &all [{targets: [a:1]}]',
      '  - job_name: api',
      '    static_configs: *all',
    );
    expect(parse(edited(before))).toMatchObject({
      scrape_configs: [
        { static_configs: [{ targets: ['a:1'] }] },
        { static_configs: [{ targets: ['localhost:8000'] }] },
      ],
    });
  });

  test.each([
    ["  - job_name: api\n    static_configs:\n      - targets: ['localhost:8000']\n"],
    [
      '  - static_configs: [{targets: [127.0.0.1:8000], labels: {a: b}}]\n    job_name: api\n    scheme: http\n',
    ],
  ])('leaves a correct one alone', (job) => {
    const text = `scrape_configs:\n${job}`;
    expect(addScrapeJob(text, wanted)).toEqual({ status: 'unchanged', text });
  });
});

describe('a file that cannot be edited is rejected with its line', () => {
  test.each([
    [
      'a tab',
      'scrape_configs:\n\t- job_name: x\n',
      2,
      { kind: 'not-yaml', said: expect.stringMatching(/tab/i) },
    ],
    [
      'wrong indentation',
      'scrape_configs:\n  - job_name: x\n   static_configs: []\n',
      3,
      { kind: 'not-yaml' },
    ],
    ['no fields', 'just words\n', 1, { kind: 'no-fields' }],
    ['a job that is not a list item', 'scrape_configs:\n  job_name: api\n', 2, { kind: 'jobs-not-a-list' }],
    [
      'a job at the left margin',
      'scrape_configs: []\n\njob_name: api\nstatic_configs: []\n',
      3,
      { kind: 'misplaced-field', field: 'job_name' },
    ],
    [
      'another job twice',
      'scrape_configs:\n- job_name: a\n- job_name: a\n',
      3,
      { kind: 'duplicate-job', name: 'a' },
    ],
    ['a job without a name', 'scrape_configs:\n- scheme: http\n', 2, { kind: 'nameless-job' }],
    [
      'a field twice',
      'global: {}\nglobal: {}\n',
      2,
      { kind: 'not-yaml', said: expect.stringMatching(/unique/) },
    ],
    [
      'aliases that stand for millions',
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c]\n`,
      1,
      { kind: 'aliases' },
    ],
    [
      'two documents',
      'global: {}\n---\nglobal: {}\n',
      2,
      { kind: 'not-yaml', said: expect.stringMatching(/documents/) },
    ],
  ])('%s', (_, text, line, problem) => {
    const found = refused(text);
    expect(found).toMatchObject({ status: 'rejected', line, problem });
    expect(JSON.stringify(found)).not.toContain(String.raw`\n`);
  });
});

test('for any list of jobs in any layout, the job is added once and the second call changes nothing', () => {
  const name = fc.stringMatching(/^[a-z]{1,5}$/).filter((job) => job !== 'api');
  const layout = fc.record({
    names: fc.uniqueArray(name, { maxLength: 4 }),
    margin: fc.integer({ min: 0, max: 4 }),
    gap: fc.integer({ min: 1, max: 3 }),
    inner: fc.integer({ min: 0, max: 3 }),
    between: fc.constantFrom('', '\n', '# note\n', '\n\n'),
    tail: fc.constantFrom('', '\n', '# end', 'rule_files: []\n', '...\n'),
    eol: fc.constantFrom('\n', '\r\n'),
  });
  fc.assert(
    fc.property(layout, ({ names, margin, gap, inner, between, tail, eol }) => {
      const jobs = names.map((job) =>
        [
          `${pad(margin)}-${pad(gap)}job_name: ${job}`,
          `${pad(margin + gap + 1)}static_configs:`,
          `${pad(margin + gap + 1 + inner)}- targets: [${job}:1]`,
          between,
        ].join('\n'),
      );
      const text = `scrape_configs:\n${jobs.join('')}${tail}`.replaceAll('\n', eol);
      const first = addScrapeJob(text, wanted);
      if (first.status === 'rejected') throw new Error(first.problem.kind);
      const list: unknown = parse(first.text.replace(/\.\.\.\s*$/, ''));
      expect(list).toMatchObject({
        scrape_configs: [
          ...names.map((job) => ({ job_name: job })),
          { job_name: 'api', static_configs: [{ targets: ['localhost:8000'] }] },
        ],
      });
      expect(addScrapeJob(first.text, wanted).status).toBe('unchanged');
    }),
  );
});
