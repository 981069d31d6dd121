// One program of the corpus for each code that it names, and some right ways: real apps, real counts. `verify` runs
// all of them; this is the part that says at once when a check no longer recognizes its mistake.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { disposeAppProcess } from '../../../src/lab/app-process/index.ts';
import { loadCourse, readCases, type StepCase } from '../../../src/lab/course/index.ts';
import type { CheckSpec } from '../../../src/lab/checks/index.ts';
import { worded } from '../../../src/lab/words/index.ts';
import { judgeFiles } from './support/case-run.ts';
import { codeOf } from './support/context.ts';

const repo = join(import.meta.dirname, '../../..');
const VARIANTS_OF_EACH_STEP = 3;
/** What needs nothing but the program. */
const KINDS = ['app-starts', 'request', 'metric', 'requests-counted', 'in-progress', 'metrics-exposed'];

type Case = StepCase & { readonly step: string; readonly specs: readonly CheckSpec[] };

async function readCorpus(): Promise<readonly Case[]> {
  const dir = await mkdtemp(join(tmpdir(), 'ecom-lab-corpus-'));
  try {
    const script = pathToFileURL(join(repo, 'scripts/assemble-course.mjs')).href;
    const { assembleCourse }: { readonly assembleCourse: (outDir: string) => Promise<void> } = await import(
      script
    );
    await assembleCourse(dir);
    const load = await loadCourse(dir);
    if (load.status !== 'ok') throw new Error(JSON.stringify(load.diagnostics));
    const steps = load.course.steps.filter(({ checks }) => checks.every(({ kind }) => KINDS.includes(kind)));
    const cases = steps.map(async (step) =>
      (await readCases(load.course, step)).cases.map((one) => ({
        ...one,
        step: step.id,
        specs: step.checks,
      })),
    );
    return (await Promise.all(cases)).flat();
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const corpus = await readCorpus();
const mistakes = corpus.filter(({ kind }) => kind === 'mistake');
const oneOfEachCode = [...new Map(mistakes.toReversed().map((one) => [one.code, one])).values()];
const variants = corpus.filter(({ kind }) => kind === 'variant');
const someVariants = [...new Set(variants.map(({ step }) => step))].flatMap((step) =>
  variants.filter((one) => one.step === step).slice(0, VARIANTS_OF_EACH_STEP),
);

afterAll(disposeAppProcess);

describe.concurrent('a mistake is named', () => {
  test.each(oneOfEachCode)('$code: $step/$name', async ({ files, code, specs }) => {
    const last = (await judgeFiles(files, specs)).at(-1);
    expect(last).toMatchObject({ status: 'fail', code });
    // A learner reads these: a sentence, and one that helps.
    expect(last && worded(last)).toMatchObject({
      message: expect.stringMatching(/[.:]/),
      hint: expect.stringMatching(/\.$|\?$/),
    });
  });
});

describe.concurrent('a variant passes', () => {
  test.each(someVariants)('$step/$name', async ({ files, specs }) => {
    const verdicts = await judgeFiles(files, specs);
    expect(verdicts.map(codeOf)).toEqual(specs.map(() => 'pass'));
  });
});
