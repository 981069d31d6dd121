import { expect, test } from 'vitest';
import { withSuccessors } from '../../../../src/lab/runtimes/node/packages/client-imports.ts';

const official = '@prometheus-io/client';
const program = `import { Counter } from 'prom-client';\nconst client = require("prom-client");\n// prom-client\n`;

test.each([
  ['the successor', { [official]: '^0.16.1' }, true],
  ['both', { [official]: '^0.16.1', 'prom-client': '^15.1.3' }, false],
  ['the package', { 'prom-client': '^15.1.3' }, false],
  ['neither', {}, false],
])('a program of the course imports what is installed: %s', (_what, dependencies, isSuccessor) => {
  const manifest = JSON.stringify({ dependencies });
  const files = withSuccessors(manifest, ['prom-client'], new Map([['main.ts', program]]));
  const expected = `import { Counter } from '${official}';\nconst client = require("${official}");\n// prom-client\n`;
  expect(files.get('main.ts')).toBe(isSuccessor ? expected : program);
});
