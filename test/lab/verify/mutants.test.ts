import { describe, expect, test } from 'vitest';
import { parseEquivalents, equivalentOf } from '../../../src/lab/verify/mutants/equivalents.ts';
import { mutantsOf } from '../../../src/lab/verify/mutants/plan.ts';
import { createNodeRuntime } from '../../../src/lab/runtimes/node/index.ts';
import { NODE_PLACE } from '../../support/node-place.ts';

const BEFORE = `import express from 'express';
const api = express();
api.get('/a', handle);
`;
const AFTER = `import express from 'express';
import { Counter } from 'prom-client';
const c = new Counter({ name: 'seen_total', help: 'How many', labelNames: ['path', 'method'] });
const api = express();
api.use((_req, res, next) => {
  res.once('close', () => c.dec());
  next();
});
api.get('/a', handle);
api.get('/b', async (_req, res) => {
  c.inc({ path: '/b', method: 'GET' });
  await work();
  if (res.closed) return;
  res.send('b');
});
metrics.listen(8000);
`;

const runtime = createNodeRuntime(NODE_PLACE);
const mutants = await mutantsOf({ file: 'main.ts', before: BEFORE, after: AFTER }, [3000, 8000], runtime);
const order = (text: string): string[] =>
  [...text.matchAll(/api\.(use|get\('\/[ab]')/g)].map(([, one = '']) => one);
const made = (operator: string): string[] =>
  mutants
    .filter((one) => one.operator === operator)
    .flatMap(({ diff }) => diff.filter((line) => line.startsWith('+')));

describe('mutants of a program', () => {
  test.each([
    ['drop-await', '+ work();'],
    ['swap-event', "+ res.once('finish', () => c.dec());"],
    ['swap-method', "+ c.dec({ path: '/b', method: 'GET' });"],
    ['swap-method', "+ res.once('close', () => c.inc());"],
    ['other-amount', "+ c.inc({ path: '/b', method: 'GET' }, 2);"],
    ['other-amount', "+ res.once('close', () => c.dec(2));"],
    ['swap-values', "+ c.inc({ path: 'GET', method: '/b' });"],
    ['drop-labels', '+ c.inc();'],
    ['rename-key', "+ c.inc({ pathx: '/b', method: 'GET' });"],
    ['drop-item', "+ c.inc({  method: 'GET' });"],
    ['change-number', '+ metrics.listen(8001);'],
    ['change-string', "+ c.inc({ path: '/bx', method: 'GET' });"],
    [
      'drop-total',
      "+ const c = new Counter({ name: 'seen', help: 'How many', labelNames: ['path', 'method'] });",
    ],
    [
      'other-type',
      "+ const c = new Gauge({ name: 'seen_total', help: 'How many', labelNames: ['path', 'method'] });",
    ],
    ['other-type', "+ import { Gauge, Counter } from 'prom-client';"],
    ['negate', '+ if (!(res.closed)) return;'],
  ])('%s makes %s', (operator, line) => {
    expect(made(operator)).toContain(line);
  });

  test('a statement is dropped', () => {
    const texts = mutants.filter(({ operator }) => operator === 'drop-statement').map(({ text }) => text);
    expect(texts.some((text) => !text.includes('next();'))).toBe(true);
    expect(texts.some((text) => !text.includes('c.inc('))).toBe(true);
  });

  test('a middleware is moved below the routes, and a route above it, but routes do not pass each other', () => {
    const moved = mutants.filter(({ operator }) => operator.startsWith('move-'));
    expect(moved.map(({ text }) => order(text))).toEqual([
      ["get('/a'", "get('/b'", 'use'],
      ["get('/b'", 'use', "get('/a'"],
    ]);
  });

  test('neighbors swap places, and both are shown', () => {
    expect(mutants.find(({ operator }) => operator === 'swap-statements')?.diff).toHaveLength(4);
  });

  test('code from before the step stays unchanged', async () => {
    expect(mutants.every(({ line }) => line !== 9)).toBe(true);
    expect(await mutantsOf({ file: 'main.ts', before: AFTER, after: AFTER }, [], runtime)).toEqual([]);
  });

  test('no two are alike, and none is like the solution', () => {
    const texts = new Set(mutants.map(({ text }) => text));
    expect(texts.size).toBe(mutants.length);
    expect(texts.has(AFTER)).toBe(false);
  });
});

describe('mutants of a configuration', async () => {
  const after =
    "scrape_configs:\n  - job_name: api\n    static_configs:\n      - targets: ['localhost:8000']\n";
  const found = await mutantsOf({ file: 'prometheus.yml', before: '', after }, [3000, 8000], runtime);
  test.each([
    ['other-port', "['localhost:3000']"],
    ['scheme', "['http://localhost:8000']"],
    ['path', "['localhost:8000/metrics']"],
    ['no-port', '[localhost]'],
    ['string-for-list', "targets: 'localhost:8000'"],
    ['change-value', 'job_name: apix'],
    ['rename-key', 'static_configsx:'],
    ['tab', '\t    - targets'],
    ['drop-line', 'scrape_configs:\n    static_configs:'],
  ])('%s makes %s', (operator, part) => {
    const texts = found.filter((one) => one.operator === operator).map(({ text }) => text);
    expect(texts.filter((text) => text.includes(part))).not.toEqual([]);
  });
});

describe('the list of equivalent mutants', () => {
  const text = `# A comment.

swap-statements
- a();
- b();
+ b();
+ a();
= Both are done,
= in any order.

drop-statement
- log();
= Nobody reads it.
`;
  test('has the operator, the lines and the reason of each', () => {
    expect(parseEquivalents(text, 'x')).toEqual([
      {
        operator: 'swap-statements',
        diff: ['- a();', '- b();', '+ b();', '+ a();'],
        reason: 'Both are done, in any order.',
        line: 3,
      },
      { operator: 'drop-statement', diff: ['- log();'], reason: 'Nobody reads it.', line: 11 },
    ]);
  });

  test('names exactly the mutant that it shows', () => {
    const entries = parseEquivalents(text, 'x');
    expect(equivalentOf({ operator: 'drop-statement', diff: ['- log();'] }, entries)?.line).toBe(11);
    expect(equivalentOf({ operator: 'drop-statement', diff: ['- log(1);'] }, entries)).toBeUndefined();
    expect(equivalentOf({ operator: 'drop-await', diff: ['- log();'] }, entries)).toBeUndefined();
  });

  test.each([
    ['no reason', 'drop-statement\n- a();\n'],
    ['no lines', 'drop-statement\n= why\n'],
    ['no operator', '- a();\n= why\n'],
  ])('is refused with %s', (_what, block) => {
    expect(() => parseEquivalents(block, 'file.txt')).toThrow(
      expect.objectContaining({ fact: { kind: 'equivalents-invalid', file: 'file.txt', line: 1 } }),
    );
  });
});
