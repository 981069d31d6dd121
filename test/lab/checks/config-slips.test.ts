// Slips in prometheus.yml that the corpus does not hold as files: each gets its code, the line, and the words that name it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judgeFile, judgeSyntax } from '../../../src/lab/checks/config/file.ts';
import type { Fail } from '../../../src/lab/model/verdict.ts';

const starter = readFileSync(join(import.meta.dirname, '../../../prometheus/prometheus.yml'), 'utf8');
const wanted = { name: 'api', ports: { metrics: [8000], api: [3000] }, others: ['prometheus'] };

const head = `global:
  scrape_interval: 5s

scrape_configs:
  - job_name: prometheus
    static_configs:
      - targets: ['localhost:9090']

`;
const good = `${head}  - job_name: api
    static_configs:
      - targets: ['localhost:8000']
`;
const NAME = '  - job_name: api\n';
const GROUPS = "    static_configs:\n      - targets: ['localhost:8000']\n";
const TARGETS = "      - targets: ['localhost:8000']\n";
const LIST = "['localhost:8000']";

function judge(text: string): Fail | undefined {
  return judgeFile({ file: 'prometheus.yml', text }, wanted, starter);
}

/** What is written, what is written in its place, the code, and words of the message. */
type Slip = readonly [written: string, instead: string, code: string, words: string];

const characters: readonly Slip[] = [
  [
    NAME,
    '  — job_name: api\n',
    'config-syntax',
    '.yml:9 has a character that only looks like the dash, U+2014',
  ],
  [
    TARGETS,
    `      •targets: ${LIST}\n`,
    'config-syntax',
    '.yml:11 has a character that only looks like the dash, U+2022',
  ],
  [
    LIST,
    '\n          − localhost:8000',
    'config-syntax',
    '.yml:12 has a character that only looks like the dash, U+2212',
  ],
  [
    'job_name: api',
    'job_name： api',
    'config-syntax',
    '.yml:9 has a character that only looks like the colon, U+FF1A',
  ],
  [
    TARGETS,
    `      - targets：${LIST}\n`,
    'config-syntax',
    '.yml:11 has a character that only looks like the colon',
  ],
  [
    'localhost:8000',
    'localhost：8000',
    'target-invalid',
    '.yml:11 has a character that only looks like the colon',
  ],
  [LIST, '【localhost:8000】', 'config-syntax', '.yml:11 has a bracket of another kind than ['],
  [
    LIST,
    "['localhost:8000'，'localhost:3000']",
    'config-syntax',
    '.yml:11 has a character that only looks like the comma',
  ],
  [LIST, '[«localhost:8000»]', 'target-invalid', '.yml:11 has curly quotes, U+00AB'],
  ['job_name: api', 'job_name: api\u00a0', 'job-name-differs', '.yml:9 has a space of another kind'],
  [
    '  - job_name: api',
    '\ufeff  - job_name: api',
    'config-syntax',
    '.yml:9 has an invisible character, U+FEFF',
  ],
  ['localhost:8000', 'localhost:8000\u200e', 'target-invalid', '.yml:11 has an invisible character, U+200E'],
  ['job_name: api', 'job\u200b_name: api', 'key-misspelled', '.yml:9 has an invisible character, U+200B'],
  ['job_name: api', 'job_name: a\u0000pi', 'job-name-differs', '.yml:9 has an invisible character, U+0000'],
  [
    'job_name: api',
    'job_name: аpi',
    'job-name-differs',
    '.yml:9 has a character that only looks like a, U+0430',
  ],
  [
    'localhost:8000',
    'localhost:８000',
    'target-invalid',
    '.yml:11 has a character that only looks like 8, U+FF18',
  ],
];

const marks: readonly Slip[] = [
  [TARGETS, `      * targets: ${LIST}\n`, 'config-syntax', '.yml:11: * begins no item'],
  [NAME, '  -- job_name: api\n', 'config-syntax', '.yml:9: -- begins no item'],
  [NAME, '  - - job_name: api\n', 'config-syntax', '.yml:9: - - begins no item'],
  [NAME, '  -\tjob_name: api\n', 'config-tab', '.yml:9 has a tab after the dash'],
  [LIST, '- localhost:8000', 'config-syntax', '.yml:11: the dash stands on the line of targets'],
  ['job_name: api', 'job_name: - api', 'config-syntax', '.yml:9: the dash stands on the line of job_name'],
  ['job_name: api', 'job_name: api:', 'config-syntax', '.yml:9: a colon stands after the value'],
  ['job_name: api', 'job_name: @api', 'config-syntax', '.yml:9: a value cannot begin with @'],
  [LIST, '[`localhost:8000`]', 'config-syntax', '.yml:11: a value cannot begin with `'],
  [LIST, '["localhost\\:8000"]', 'config-syntax', '.yml:11 is no YAML: inside double quotes a backslash'],
  [LIST, '["localhost:8000\\"]', 'config-syntax', '.yml:11: the backslash before the closing quote'],
  [
    LIST,
    "['localhost:8000' # the shop]",
    'config-syntax',
    '.yml:11: the # begins a comment, and the bracket',
  ],
  [LIST, "['localhost:8000' 'localhost:3000']", 'config-syntax', '.yml:11 is no YAML: a comma is missing'],
  [
    'job_name: api\n    static_configs:',
    'job_name: api static_configs:',
    'config-syntax',
    '.yml:9: two keys stand on one line',
  ],
  [NAME, `<<<<<<< HEAD\n${NAME}=======\n>>>>>>> main\n`, 'config-syntax', '.yml:9: git has left its mark'],
  ['global:', '```yaml\nglobal:', 'config-syntax', '.yml:1: this line belongs to Markdown'],
  [NAME, `  <!-- the shop -->\n${NAME}`, 'config-syntax', '.yml:9: this is no comment in YAML'],
  ['job_name: api', 'job_name: *api', 'config-syntax', '.yml:9: *api repeats what is marked with &api'],
  [NAME, `${NAME}    <<: defaults\n`, 'config-syntax', '.yml:10: << takes keys with values'],
  ['job_name: api', 'job_name: &api', 'job-name-missing', '.yml:9: job_name has no name after it'],
  ['job_name: api', 'job_name: [api]', 'job-name-missing', '.yml:9: job_name takes one name'],
  [
    'job_name: api',
    'job_name: api # the shop # again\n    scrape_interval: 30s1m',
    'config-rejected',
    '"30s1m" is no duration',
  ],
];

const columns: readonly Slip[] = [
  [
    "    static_configs:\n      - targets: ['localhost:8000",
    "   static_configs:\n      - targets: ['localhost:8000",
    'config-indentation',
    '.yml:10: static_configs begins in column 4, and job_name above it in column 5',
  ],
  [
    TARGETS,
    `   - targets: ${LIST}\n`,
    'config-indentation',
    '.yml:11: this dash stands in column 4, left of static_configs in column 5',
  ],
  [GROUPS, `  - static_configs:\n${TARGETS}`, 'job-name-missing', '.yml:10: the dash begins one more job'],
  [
    GROUPS,
    `    - static_configs:\n${TARGETS}`,
    'config-indentation',
    '.yml:10: the dash begins a new item, and static_configs',
  ],
  [
    NAME,
    `${NAME}  scrape_interval: 5s\n`,
    'config-indentation',
    '.yml:10: scrape_interval begins in column 3',
  ],
  [NAME, '#  - job_name: api\n', 'config-duplicate-key', 'because line 9 is a comment'],
  [
    GROUPS,
    `    # static_configs:\n${TARGETS}`,
    'config-syntax',
    '.yml:10 is a comment, and static_configs in it is missing',
  ],
  [NAME, '+ - job_name: api\n', 'config-syntax', '.yml:9: + begins no item'],
];

const targets: readonly Slip[] = [
  ['localhost:8000', '$HOST:8000', 'target-invalid', 'has a placeholder, $HOST'],
  ['localhost:8000', '<host>:8000', 'target-invalid', 'has a placeholder, <host>'],
  ['localhost:8000', 'localhost.8000', 'target-without-port', 'has "." where a colon belongs'],
  ['localhost:8000', 'localhost: 8000', 'target-invalid', 'has ": " where a colon belongs'],
  [LIST, '[localhost: 8000]', 'target-invalid', '.yml:11: a space follows the colon of this target'],
  [LIST, "[localhost:8000']", 'target-invalid', 'has a quote after it and none before it'],
  [LIST, '\n          - "localhost:8000', 'config-syntax', '.yml:12: a quote is opened and never closed'],
  ['localhost:8000', 'locahost:8000', 'target-wrong-host', 'Did you mean localhost?'],
  ['localhost:8000', '127.0.0.l:8000', 'target-wrong-host', 'Did you mean 127.0.0.1?'],
  ['localhost:8000', 'localhost:80000', 'target-invalid', 'has a port that does not exist'],
  ['localhost:8000', 'user@localhost:8000', 'target-invalid', 'is no target'],
  [LIST, "'[localhost:8000]'", 'targets-not-a-list', '.yml:11: targets has to be a list'],
];

describe('a slip in prometheus.yml', () => {
  test.each([...characters, ...marks, ...columns, ...targets])(
    '%j written as %j is named',
    (written, instead, code, words) => {
      const text = good.replace(written, () => instead);
      const verdict = judge(text);
      expect(verdict).toMatchObject({ code });
      expect(verdict?.message).toContain(words);
    },
  );

  test('is led to the mark that stands below its use', () => {
    const text = `${good.replace(NAME, `${NAME}    <<: *d\n`)}x: &d\n  scheme: http\n`;
    expect(judge(text)?.hint).toBe('The mark &d has to stand above the line that uses it.');
  });

  test('is told without the words of the parser', () => {
    for (const [written, instead] of [...marks, ...columns]) {
      const { message = '', hint = '' } = judge(good.replace(written, () => instead)) ?? {};
      expect(`${message} ${hint}`).not.toMatch(
        /block-seq|flow|implicit|Plain value|Alias cannot|Merge sources/i,
      );
    }
  });
});

describe('an odd character', () => {
  test.each([
    ['in a comment', good.replace('job_name: api', 'job_name: api # the shop – its API')],
    ['in a line of comment', `# “The shop” — its API\n${good}`],
    [
      'in the value of a label',
      good.replace(TARGETS, `${TARGETS}        labels:\n          team: 'Läden – Süd'\n`),
    ],
    ['in front of the file, as the byte order mark', `\ufeff${good}`],
  ])("%s is none of the learner's", (_place, text) => {
    expect(judge(text)).toBeUndefined();
  });

  test('is not blamed for another slip', () => {
    const text = good
      .replace(TARGETS, `${TARGETS}        labels:\n          team: 'Läden\u00a0–\u00a0Süd'\n`)
      .replace('localhost:8000', 'localhost:8001');
    expect(judge(text)?.code).toBe('target-wrong-port');
  });

  test('in two lines is found in the first', () => {
    const text = good.replace(NAME, '  – job_name: api\n').replace(TARGETS, `      – targets: ${LIST}\n`);
    expect(judge(text)?.message).toContain('prometheus.yml:9 has');
  });

  test('is found before the app is started', () => {
    const text = good.replace(NAME, '  – job_name: api\n');
    expect(judgeSyntax({ file: 'prometheus.yml', text })?.message).toContain('only looks like the dash');
  });
});

describe('another right way', () => {
  test.each([
    ['line ends of old Macs', good.replaceAll('\n', '\r')],
    ['a scheme in capitals', good.replace(NAME, `${NAME}    scheme: HTTP\n`)],
    ['JSON', `${head}  - {"job_name":"api","static_configs":[{"targets":["localhost:8000"]}]}\n`],
    [
      'a list of merges',
      good.replace('global:', 'x: &a {scheme: http}\nglobal:').replace(NAME, `${NAME}    <<: [*a]\n`),
    ],
  ])('%s passes', (_what, text) => {
    expect(judge(text)).toBeUndefined();
  });

  test('is the name of this computer', () => {
    const text = good.replace('localhost:8000', 'my-laptop:8000');
    expect(judge(text)?.code).toBe('target-wrong-host');
    const ports = { ...wanted.ports, hosts: ['my-laptop'] };
    expect(judgeFile({ file: 'prometheus.yml', text }, { ...wanted, ports }, starter)).toBeUndefined();
  });
});
