import { describe, expect, test } from 'vitest';
import {
  describeExit,
  findPlace,
  missingModule,
} from '../../../../src/lab/runtimes/node/explain/crash-report.ts';

const workspaceDir = '/home/ann/my lab';
const exit = { code: 1, signal: null, uncaught: undefined, lastLines: [], workspaceDir };

describe('the place of an error', () => {
  test.each([
    ['a function', ['Error: x', '    at boom (/home/ann/my lab/main.ts:6:9)'], 'main.ts:6:9'],
    ['the top of a file', ['Error: x', '    at <anonymous> (/home/ann/my lab/lib/a.ts:8:1)'], 'lib/a.ts:8:1'],
    ['a bare frame', ['Error: x', '    at /home/ann/my lab/main.ts:3:2'], 'main.ts:3:2'],
    [
      'an async frame',
      ['Error: x', '    at async start (file:///home/ann/my%20lab/main.ts:3:2)'],
      'main.ts:3:2',
    ],
    [
      'the learner’s file below a package and node',
      [
        'Error: x',
        '    at new Metric (/home/ann/my lab/node_modules/prom-client/lib/metric.js:31:10)',
        '    at node:internal/x:1:1',
        '    at <anonymous> (/home/ann/my lab/main.ts:4:7)',
      ],
      'main.ts:4:7',
    ],
    [
      'an import that does not exist',
      [
        '/home/ann/my lab/main.ts:2',
        "import { Countr } from 'prom-client';",
        '         ^',
        'SyntaxError: no export',
      ],
      'main.ts:2:10',
    ],
    ['nowhere in the workspace', ['Error: x', '    at f (/usr/lib/x.js:1:1)'], undefined],
  ])('is found in %s', (_what, stack, place) => {
    expect(findPlace(stack, workspaceDir)).toBe(place);
  });
});

describe('the end of an app', () => {
  test('has the error that the hook reported', () => {
    const uncaught = {
      summary: 'Error: boom',
      stack: 'Error: boom\n    at f (/home/ann/my lab/main.ts:6:9)',
    };
    expect(describeExit({ ...exit, uncaught })).toMatchObject({ error: 'Error: boom', at: 'main.ts:6:9' });
  });

  test('has the error out of the output where the hook could report none', () => {
    const lastLines = ['TypeError: x is not a function', '    at f (/home/ann/my lab/main.ts:1:2)'];
    expect(describeExit({ ...exit, lastLines })).toMatchObject({ error: lastLines[0], at: 'main.ts:1:2' });
    const memory = 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory';
    expect(describeExit({ ...exit, code: null, signal: 'SIGABRT', lastLines: [memory] })).toMatchObject({
      error: memory,
    });
  });

  test('has none after an ordinary end', () => {
    const uncaught = { summary: 'Error: caught after all', stack: '' };
    expect(describeExit({ ...exit, code: 0, uncaught })).toEqual({ code: 0, signal: null, lastLines: [] });
  });
});

test.each([
  ["Error: Cannot find package 'prom-client' imported from /x/main.mjs", 'prom-client'],
  ["Error: Cannot find module './missing.cjs'", './missing.cjs'],
  ['Error: something else', undefined],
])('the module that is missing by %j is %s', (error, name) => {
  expect(missingModule(error)).toBe(name);
});
