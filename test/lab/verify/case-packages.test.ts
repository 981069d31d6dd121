import { expect, test } from 'vitest';
import type { Step } from '../../../src/lab/course/index.ts';
import type { VerifyCase } from '../../../src/lab/verify/cases/model.ts';
import { packagesOf, withoutMissingPackages } from '../../../src/lab/verify/cases/packages.ts';
import { packagesAt } from '../../support/node-place.ts';

const packages = packagesAt();
const step = {} as Step;

function variant(manifest: string | undefined, program = ''): VerifyCase {
  const texts = new Map([['main.ts', program]]);
  if (manifest !== undefined) texts.set('package.json', manifest);
  return { kind: 'variant', step, texts, name: 'one' };
}

test.each([
  [variant('{ "dependencies": { "express": "5", "@scope/name": "1" } }'), ['express', '@scope/name']],
  [variant('{ "dependencies": [] }'), []],
  [variant('{ "dependencies": '), []],
  [variant(undefined), []],
  [{ kind: 'solution', step, name: 'solution' } as const, []],
])('the packages of a case are those of its package.json', (one, names) => {
  expect(packagesOf(one, packages)).toEqual(names);
});

test('only a case whose program imports a package that the lab does not have is left out', async () => {
  const listed = '{ "dependencies": { "not-there": "1", "express": "5" } }';
  const needed = variant(listed, "import x from 'not-there';");
  const others = [
    variant(listed, "import x from 'express';"),
    variant(undefined, "import x from 'not-there';"),
  ];
  expect(await withoutMissingPackages([needed, ...others], packages)).toEqual({
    cases: others,
    missing: ['not-there'],
  });
});
