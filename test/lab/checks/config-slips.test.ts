// Slips in prometheus.yml that the corpus does not hold as files: each gets its code, its line, and the fact that names it.
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

/** What is written, what is written in its place, the code, the line, and the fact. */
type Slip = readonly [
  written: string,
  instead: string,
  code: string,
  line: number,
  fact: { readonly kind: string; readonly [param: string]: unknown },
];

const odd = (looksLike: string, character: string, usual: string, where = '') => ({
  kind: `odd-character${where}`,
  looksLike,
  character,
  usual,
});

const characters: readonly Slip[] = [
  [NAME, '  — job_name: api\n', 'config-syntax', 9, odd('dash', '—', '-')],
  [TARGETS, `      •targets: ${LIST}\n`, 'config-syntax', 11, odd('dash', '•', '-')],
  [LIST, '\n          − localhost:8000', 'config-syntax', 12, odd('dash', '−', '-')],
  ['job_name: api', 'job_name： api', 'config-syntax', 9, odd('colon', '：', ':')],
  [TARGETS, `      - targets：${LIST}\n`, 'config-syntax', 11, odd('colon', '：', ':')],
  ['localhost:8000', 'localhost：8000', 'target-invalid', 11, odd('colon', '：', ':', '-in-target')],
  [LIST, '【localhost:8000】', 'config-syntax', 11, odd('bracket', '【', '[')],
  [LIST, "['localhost:8000'，'localhost:3000']", 'config-syntax', 11, odd('comma', '，', ',')],
  [LIST, '[«localhost:8000»]', 'target-invalid', 11, odd('quote', '«', "'", '-in-target')],
  ['job_name: api', 'job_name: api\u00a0', 'job-name-differs', 9, odd('space', '\u00a0', ' ', '-in-name')],
  ['  - job_name: api', '\ufeff  - job_name: api', 'config-syntax', 9, odd('invisible', '\ufeff', '')],
  [
    'localhost:8000',
    'localhost:8000\u200e',
    'target-invalid',
    11,
    odd('invisible', '\u200e', '', '-in-target'),
  ],
  ['job_name: api', 'job\u200b_name: api', 'key-misspelled', 9, odd('invisible', '\u200b', '', '-in-key')],
  ['job_name: api', 'job_name: a\u0000pi', 'job-name-differs', 9, odd('invisible', '\u0000', '', '-in-name')],
  ['job_name: api', 'job_name: аpi', 'job-name-differs', 9, odd('letter', 'а', 'a', '-in-name')],
  ['localhost:8000', 'localhost:８000', 'target-invalid', 11, odd('letter', '８', '8', '-in-target')],
];

const marks: readonly Slip[] = [
  [TARGETS, `      * targets: ${LIST}\n`, 'config-syntax', 11, { kind: 'not-a-list-item', mark: '*' }],
  [NAME, '  -- job_name: api\n', 'config-syntax', 9, { kind: 'not-a-list-item', mark: '--' }],
  [NAME, '  - - job_name: api\n', 'config-syntax', 9, { kind: 'not-a-list-item', mark: '- -' }],
  [NAME, '  -\tjob_name: api\n', 'config-tab', 9, { kind: 'tab-in-indentation', isAfterDash: true }],
  [LIST, '- localhost:8000', 'config-syntax', 11, { kind: 'dash-behind-key', key: 'targets' }],
  ['job_name: api', 'job_name: - api', 'config-syntax', 9, { kind: 'dash-behind-key', key: 'job_name' }],
  ['job_name: api', 'job_name: api:', 'config-syntax', 9, { kind: 'colon-behind-value' }],
  ['job_name: api', 'job_name: @api', 'config-syntax', 9, { kind: 'value-begins-with-mark', mark: '@' }],
  ['job_name: api', 'job_name: |api', 'config-syntax', 9, { kind: 'value-begins-with-mark', mark: '|' }],
  [LIST, '[`localhost:8000`]', 'config-syntax', 11, { kind: 'value-begins-with-mark', mark: '`' }],
  [LIST, '["localhost\\:8000"]', 'config-syntax', 11, { kind: 'not-yaml', reason: 'escape-unknown' }],
  [LIST, '["localhost:8000\\"]', 'config-syntax', 11, { kind: 'closing-quote-escaped' }],
  [
    LIST,
    "['localhost:8000' # the shop]",
    'config-syntax',
    11,
    { kind: 'mark-closed-in-comment', mark: 'bracket' },
  ],
  [
    LIST,
    "['localhost:8000' 'localhost:3000']",
    'config-syntax',
    11,
    { kind: 'not-yaml', reason: 'comma-missing-in-list' },
  ],
  [
    'job_name: api\n    static_configs:',
    'job_name: api static_configs:',
    'config-syntax',
    9,
    { kind: 'two-keys-in-line' },
  ],
  [NAME, `<<<<<<< HEAD\n${NAME}=======\n>>>>>>> main\n`, 'config-syntax', 9, { kind: 'conflict-marker' }],
  ['global:', '```yaml\nglobal:', 'config-syntax', 1, { kind: 'markdown-fence' }],
  [NAME, `  <!-- the shop -->\n${NAME}`, 'config-syntax', 9, { kind: 'not-a-comment' }],
  [NAME, `  // the shop\n${NAME}`, 'config-syntax', 9, { kind: 'not-a-comment' }],
  [
    'job_name: api',
    'job_name: *api',
    'config-syntax',
    9,
    { kind: 'alias-without-anchor', name: 'api', isAnchorBelow: false },
  ],
  [NAME, `${NAME}    <<: defaults\n`, 'config-syntax', 10, { kind: 'merge-without-keys' }],
  [
    'job_name: api',
    'job_name: &api',
    'job-name-missing',
    9,
    { kind: 'job-name-missing', lack: 'marked-value' },
  ],
  [
    'job_name: api',
    'job_name: [api]',
    'job-name-missing',
    9,
    { kind: 'job-name-missing', lack: 'single-value' },
  ],
  ['job_name: api', 'job_name:', 'job-name-missing', 9, { kind: 'job-name-missing', lack: 'value' }],
  [
    'job_name: api',
    'job_name: api # the shop # again\n    scrape_interval: 30s1m',
    'config-rejected',
    10,
    { kind: 'duration-invalid', value: '30s1m' },
  ],
  [
    NAME,
    `${NAME}    scrape_timeout: 10s\n`,
    'config-rejected',
    10,
    { kind: 'timeout-too-long', timeoutMs: 10_000, intervalMs: 5_000 },
  ],
];

const columns: readonly Slip[] = [
  [
    "    static_configs:\n      - targets: ['localhost:8000",
    "   static_configs:\n      - targets: ['localhost:8000",
    'config-indentation',
    10,
    { kind: 'key-column-differs', key: 'static_configs', spaces: 3, nameSpaces: 4 },
  ],
  [
    TARGETS,
    `   - targets: ${LIST}\n`,
    'config-indentation',
    11,
    { kind: 'item-left-of-key', key: 'static_configs', spaces: 3, keySpaces: 4 },
  ],
  [
    GROUPS,
    `  - static_configs:\n${TARGETS}`,
    'job-name-missing',
    10,
    { kind: 'dash-begins-job', key: 'static_configs', job: 'api' },
  ],
  [
    GROUPS,
    `    - static_configs:\n${TARGETS}`,
    'config-indentation',
    10,
    { kind: 'dash-before-job-key', key: 'static_configs', spaces: 4 },
  ],
  [
    NAME,
    `${NAME}  scrape_interval: 5s\n`,
    'config-indentation',
    10,
    { kind: 'key-column-differs', key: 'scrape_interval', spaces: 2 },
  ],
  [
    NAME,
    '#  - job_name: api\n',
    'config-duplicate-key',
    10,
    { kind: 'key-twice-after-comment', key: 'static_configs', commentLine: 9 },
  ],
  [
    GROUPS,
    `    # static_configs:\n${TARGETS}`,
    'config-syntax',
    10,
    { kind: 'key-commented-out', key: 'static_configs', below: 11 },
  ],
  [NAME, '+ - job_name: api\n', 'config-syntax', 9, { kind: 'not-a-list-item', mark: '+' }],
];

const targets: readonly Slip[] = [
  [
    'localhost:8000',
    '$HOST:8000',
    'target-invalid',
    11,
    { kind: 'target-has-placeholder', placeholder: '$HOST' },
  ],
  [
    'localhost:8000',
    '<host>:8000',
    'target-invalid',
    11,
    { kind: 'target-has-placeholder', placeholder: '<host>' },
  ],
  ['localhost:8000', 'localhost.8000', 'target-without-port', 11, { kind: 'target-dot-for-colon' }],
  [
    'localhost:8000',
    'localhost: 8000',
    'target-invalid',
    11,
    { kind: 'target-other-separator', separator: ': ' },
  ],
  [LIST, '[localhost: 8000]', 'target-invalid', 11, { kind: 'target-with-space', host: 'localhost' }],
  [LIST, "[localhost:8000']", 'target-invalid', 11, { kind: 'target-quote-unpaired', side: 'after' }],
  [LIST, '\n          - "localhost:8000', 'config-syntax', 12, { kind: 'mark-never-closed', mark: 'quote' }],
  [
    'localhost:8000',
    'locahost:8000',
    'target-wrong-host',
    11,
    { kind: 'target-wrong-host', meant: 'localhost' },
  ],
  [
    'localhost:8000',
    '127.0.0.l:8000',
    'target-wrong-host',
    11,
    { kind: 'target-wrong-host', meant: '127.0.0.1' },
  ],
  ['localhost:8000', 'localhost:80000', 'target-invalid', 11, { kind: 'target-port-too-high' }],
  ['localhost:8000', ':8000', 'target-invalid', 11, { kind: 'target-without-host' }],
  [
    'localhost:8000',
    'http://localhost:8000',
    'target-has-scheme',
    11,
    { kind: 'target-has-scheme', scheme: 'http://' },
  ],
  [
    'localhost:8000',
    'user@localhost:8000',
    'target-invalid',
    11,
    { kind: 'target-malformed', hasComma: false },
  ],
  [LIST, "'[localhost:8000]'", 'targets-not-a-list', 11, { kind: 'targets-not-a-list', slip: 'quoted-list' }],
];

describe('a slip in prometheus.yml', () => {
  test.each([...characters, ...marks, ...columns, ...targets])(
    '%j written as %j gets %s in line %j',
    (written, instead, code, line, fact) => {
      const text = good.replace(written, () => instead);
      expect(judge(text)).toMatchObject({ code, fact: { ...fact, at: { file: 'prometheus.yml', line } } });
    },
  );

  test('names the anchor that is below its use', () => {
    const text = `${good.replace(NAME, `${NAME}    <<: *d\n`)}x: &d\n  scheme: http\n`;
    expect(judge(text)?.fact).toMatchObject({ kind: 'alias-without-anchor', isAnchorBelow: true });
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

  test('in the line of another slip is not blamed for it', () => {
    const text = good.replace(LIST, "'local–host:8000'");
    expect(judge(text)?.code).toBe('targets-not-a-list');
  });

  test('in another name does not hide that a job is missing', () => {
    const text = `${head}  - job_name: shор\n    static_configs:\n      - targets: ['localhost:9091']\n`;
    expect(judge(text)).toMatchObject({ code: 'job-missing', fact: { found: ['prometheus', 'shор'] } });
  });

  test('in two lines is found in the first', () => {
    const text = good.replace(NAME, '  – job_name: api\n').replace(TARGETS, `      – targets: ${LIST}\n`);
    expect(judge(text)?.fact).toMatchObject({ kind: 'odd-character', at: { line: 9 } });
  });

  test('is found before the app is started', () => {
    const text = good.replace(NAME, '  – job_name: api\n');
    expect(judgeSyntax({ file: 'prometheus.yml', text })?.fact).toMatchObject({ looksLike: 'dash' });
  });
});

describe('an error that the parser meets at the end of the file', () => {
  test('is reported with the last line that has content', () => {
    const text = good.replace(
      GROUPS,
      "    static_'      - targets: [' rics_path: /prometheus\n\n# The end.\n",
    );
    expect(judge(text)?.fact).toMatchObject({
      at: { line: 10 },
      text: "    static_'      - targets: [' rics_path: /prometheus",
    });
  });
});

describe('another valid form', () => {
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
