// Told from a log alone why Prometheus ended: lines as 2.x and 3.x write them.
import { describe, expect, test } from 'vitest';
import { parseReloadMessage } from '../../../src/lab/prometheus/running/lifecycle.ts';
import { downReason, faultOfStart, parseLogError } from '../../../src/lab/prometheus/managed/faults.ts';

const end = { code: 1, signal: null };

describe('a failed start', () => {
  test.each([
    [
      'a broken file, 2.x',
      'ts=1 caller=main.go:469 level=error msg="Error loading config (--config.file=p.yml)" file=/w/p.yml err="parsing YAML file p.yml: yaml: line 2: found character that cannot start any token"',
      'prometheus-config-rejected',
      { said: 'yaml: line 2: found character that cannot start any token' },
    ],
    [
      'a broken file, 3.x',
      'time=1 level=ERROR source=main.go:601 msg="Error loading config (--config.file=/my dir/p.yml)" file="/my dir/p.yml" err="parsing YAML file /my dir/p.yml: yaml: unmarshal errors:\\n  line 3: field x not found in type config.ScrapeConfig"',
      'prometheus-config-rejected',
      { said: 'yaml: unmarshal errors:\n  line 3: field x not found in type config.ScrapeConfig' },
    ],
    [
      'a port that is taken',
      'level=error msg="Unable to start web listener" err="listen tcp 127.0.0.1:9090: bind: address already in use"',
      'port-taken',
      { port: 9090 },
    ],
    [
      'a store that is locked',
      'level=error err="opening storage failed: lock DB directory: resource temporarily unavailable"',
      'prometheus-data-in-use',
      { dir: '/data' },
    ],
  ])('%s', (_, line, code, fact) => {
    expect(faultOfStart(end, ['first', line, 'last'], 9090, '/data')).toMatchObject({ code, fact });
  });

  test('a broken rule file is told from the line before the one that only says that there was an error', () => {
    const lines = [
      String.raw`level=error component="rule manager" msg="loading groups failed" err="/w/rules.yml: 5:15: group \"g\", rule 1, \"x\": field expr must be set in rule"`,
      'level=error msg="Failed to apply configuration" err="error loading rules, previous rule set restored"',
      String.raw`level=error err="error loading config from \"p.yml\": one or more errors occurred while applying the new configuration (--config.file=\"p.yml\")"`,
    ];
    expect(faultOfStart(end, lines, 9090, '/data')).toMatchObject({
      code: 'prometheus-config-rejected',
      fact: { said: '/w/rules.yml: 5:15: group "g", rule 1, "x": field expr must be set in rule' },
    });
  });

  test('for any other reason shows the last lines', () => {
    const lines = Array.from({ length: 9 }, (_, index) => `line ${index}`);
    expect(faultOfStart({ code: null, signal: 'SIGABRT' }, lines, 9090, '/data')).toMatchObject({
      code: 'prometheus-crashed',
      fact: { reason: { signal: 'SIGABRT', lines: lines.slice(4) } },
    });
  });
});

test('an exit keeps its code and the system’s error', () => {
  expect(downReason({ code: 0, signal: null }, [])).toEqual({
    kind: 'exited',
    code: 0,
    signal: null,
    lines: [],
  });
  const error = new Error('spawn /bin/sh ENOENT');
  expect(downReason({ code: null, signal: null, error }, [])).toMatchObject({ said: 'spawn /bin/sh ENOENT' });
});

test.each([
  ['level=info msg="all is well"', undefined],
  ['err=EOF', 'EOF'],
  ['msg="x" err="a \\"b\\"\\nc" more=1', 'a "b"\nc'],
  ['err="go says \\x00"', 'go says \\x00'],
])('the err field of %j', (line, text) => {
  expect(parseLogError(line)).toBe(text);
});

test.each([
  [
    'failed to reload config: couldn\'t load configuration (--config.file="/a b/p.yml"): parsing YAML file /a b/p.yml: yaml: line 2: did not find expected key\n',
    'yaml: line 2: did not find expected key',
  ],
  [
    'failed to reload config: couldn\'t load configuration (--config.file="p.yml"): parsing YAML file p.yml: found multiple scrape configs with job name "api"',
    'found multiple scrape configs with job name "api"',
  ],
  ['failed to reload config: open p.yml: no such file or directory', 'open p.yml: no such file or directory'],
  ['something new', 'something new'],
])('the message of a rejected reload: %j', (body, words) => {
  expect(parseReloadMessage(body)).toBe(words);
});
