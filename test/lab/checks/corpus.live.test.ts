// One program of the corpus for each code that it names, and some right ways: real apps, real counts. `verify` runs
// all of them; this is the part that says at once when a check no longer recognises its mistake.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { disposeAppProcess } from '../../../src/lab/app-process/index.ts';
import { checkSchema, type CheckSpec } from '../../../src/lab/model/schema.ts';
import { worded } from '../../../src/lab/words/index.ts';
import { judgeProgram } from './support/case-run.ts';
import { codeOf } from './support/context.ts';

const stepsDir = join(import.meta.dirname, '../../../steps');
const VARIANTS_OF_EACH_STEP = 3;

interface Case {
  readonly name: string;
  readonly text: string;
  readonly code: string;
  readonly specs: readonly CheckSpec[];
}

function casesOf(folder: 'mistakes' | 'variants'): Case[] {
  return readdirSync(stepsDir).flatMap((step) => {
    const dir = join(stepsDir, step, folder);
    const files = existsSync(dir) ? readdirSync(dir).filter((file) => file.endsWith('.ts')) : [];
    if (files.length === 0) return [];
    const front: unknown = parse(
      readFileSync(join(stepsDir, step, 'step.md'), 'utf8').split(/^---$/m)[1] ?? '',
    );
    const { checks } = v.parse(v.object({ checks: v.array(checkSchema) }), front);
    return files.map((file) => {
      const text = readFileSync(join(dir, file), 'utf8');
      const code = /^\/\/ mistake: ([\w-]+)/.exec(text)?.[1] ?? 'pass';
      return { name: `${step}/${folder}/${file}`, text, code, specs: checks };
    });
  });
}

const mistakes = casesOf('mistakes');
const oneOfEachCode = [...new Map(mistakes.toReversed().map((one) => [one.code, one])).values()];
const variants = casesOf('variants');
const someVariants = [...new Set(variants.map(({ specs }) => specs))].flatMap((specs) =>
  variants.filter((one) => one.specs === specs).slice(0, VARIANTS_OF_EACH_STEP),
);

afterAll(disposeAppProcess);

describe.concurrent('a mistake is named', () => {
  test.each(oneOfEachCode)('$code: $name', async ({ text, code, specs }) => {
    const last = (await judgeProgram(text, specs)).at(-1);
    expect(last).toMatchObject({ status: 'fail', code });
    // A learner reads these: a sentence, and one that helps.
    expect(last && worded(last)).toMatchObject({
      message: expect.stringMatching(/[.:]/),
      hint: expect.stringMatching(/\.$|\?$/),
    });
  });
});

describe.concurrent('a right way passes', () => {
  test.each(someVariants)('$name', async ({ text, specs }) => {
    const verdicts = await judgeProgram(text, specs);
    expect(verdicts.map(codeOf)).toEqual(specs.map(() => 'pass'));
  });
});
