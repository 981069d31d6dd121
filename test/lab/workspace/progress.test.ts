import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  EMPTY_PROGRESS,
  readProgress,
  reopenSteps,
  stepProgress,
  withAttempt,
  withHintShown,
  withStepOpened,
  withStepStatus,
  writeProgress,
} from '../../../src/lab/workspace/index.ts';
import { parseProgress } from '../../../src/lab/workspace/progress/parse.ts';
import { sampleWorkspace } from './sample.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute));
const worked = [
  (progress = EMPTY_PROGRESS) => withStepOpened(progress, 'one', at(0)),
  (progress = EMPTY_PROGRESS) => withAttempt(progress, 'one', { isPassed: false, at: at(1) }),
  (progress = EMPTY_PROGRESS) => withHintShown(progress, 'one', 2),
  (progress = EMPTY_PROGRESS) => withAttempt(progress, 'one', { isPassed: true, at: at(2) }),
  (progress = EMPTY_PROGRESS) => withStepOpened(progress, 'two', at(3)),
].reduce((progress, change) => change(progress), EMPTY_PROGRESS);

describe('progress', () => {
  test('counts attempts and hints, and remembers when a step was opened and passed', () => {
    expect(worked).toEqual({
      version: 1,
      current: 'two',
      steps: {
        one: {
          status: 'passed',
          attempts: 2,
          hintsShown: 2,
          openedAt: at(0).toISOString(),
          closedAt: at(2).toISOString(),
        },
        two: { status: 'open', attempts: 0, hintsShown: 0, openedAt: at(3).toISOString() },
      },
    });
  });

  test('a passed step that fails later stays passed, and the first time counts', () => {
    const failed = withAttempt(worked, 'one', { isPassed: false, at: at(9) });
    const again = withAttempt(failed, 'one', { isPassed: true, at: at(10) });
    expect(stepProgress(again, 'one')).toMatchObject({
      status: 'passed',
      attempts: 4,
      closedAt: at(2).toISOString(),
    });
  });

  test('an applied step stays applied when its check passes; a skipped one is passed', () => {
    const applied = withAttempt(withStepStatus(worked, 'two', 'applied', at(4)), 'two', {
      isPassed: true,
      at: at(5),
    });
    expect(stepProgress(applied, 'two')).toMatchObject({ status: 'applied', closedAt: at(4).toISOString() });
    const skipped = withAttempt(withStepStatus(worked, 'two', 'skipped', at(4)), 'two', {
      isPassed: true,
      at: at(5),
    });
    expect(stepProgress(skipped, 'two')).toMatchObject({ status: 'passed', closedAt: at(5).toISOString() });
  });

  test('an earlier hint that is shown again does not undo a later one', () => {
    expect(stepProgress(withHintShown(worked, 'one', 1), 'one').hintsShown).toBe(2);
  });

  test('a reopened step keeps its attempts', () => {
    const reopened = reopenSteps(worked, ['one', 'never-opened']);
    expect(reopened.steps['one']).toEqual({
      status: 'open',
      attempts: 2,
      hintsShown: 2,
      openedAt: at(0).toISOString(),
    });
    expect(reopened.steps['never-opened']).toBeUndefined();
  });

  test('an unknown step is open and untouched, even one with a name like toString', () => {
    expect(stepProgress(EMPTY_PROGRESS, 'toString')).toEqual({ status: 'open', attempts: 0, hintsShown: 0 });
  });
});

describe('the progress file', () => {
  test('is read as it was written', async () => {
    const { workspace } = await sampleWorkspace();
    expect(await readProgress(workspace)).toEqual({ progress: EMPTY_PROGRESS });
    await writeProgress(workspace, worked);
    expect(await readProgress(workspace)).toEqual({ progress: worked });
  });

  test.each([
    ['empty', ''],
    ['cut', '{"version": 1, "steps": {"one": {"sta'],
    ['of another shape', '[1, 2]'],
    ['without a version', '{"steps": {}}'],
    [
      'with a status nobody knows',
      '{"version":1,"steps":{"one":{"status":"won","attempts":0,"hintsShown":0}}}',
    ],
    [
      'with attempts that are no number',
      '{"version":1,"steps":{"one":{"status":"open","attempts":"3","hintsShown":0}}}',
    ],
  ])('that is %s is moved aside, reported, and never overwritten', async (_what, text) => {
    const { workspace } = await sampleWorkspace();
    await writeFile(path.join(workspace.stateDir, 'progress.json'), text);
    const read = await readProgress(workspace, at(0));
    const aside = 'progress.json.unreadable-2026-01-01T12-00-00-000Z';
    expect(read.progress).toEqual(EMPTY_PROGRESS);
    expect(read.note).toMatchObject({
      fact: { kind: 'progress-unreadable', copy: `.ecom-lab/${aside}` },
      isWarning: true,
    });
    await writeProgress(workspace, worked);
    expect(await readFile(path.join(workspace.stateDir, aside), 'utf8')).toBe(text);
    expect(await readProgress(workspace)).toEqual({ progress: worked });
  });

  test.each<[fault: object, text: string]>([
    [{ kind: 'garbled' }, '[1, 2]'],
    [{ kind: 'no-version' }, '{"steps":{}}'],
    [{ kind: 'no-version' }, '{"version":"2","steps":{}}'],
    [{ kind: 'bad-current' }, '{"version":1,"current":7,"steps":{}}'],
    [{ kind: 'bad-current' }, '{"version":1,"current":null,"steps":{}}'],
    [{ kind: 'no-steps' }, '{"version":1}'],
    [{ kind: 'no-steps' }, '{"version":1,"steps":[]}'],
    [{ kind: 'bad-step', step: 'one' }, '{"version":1,"steps":{"one":7}}'],
    [{ kind: 'bad-step', step: 'x'.repeat(80) }, `{"version":1,"steps":{"${'x'.repeat(81)}":7}}`],
  ])('has the fault %j if it is %s', (fault, text) => {
    expect(parseProgress(text)).toEqual({ status: 'unreadable', fault });
  });

  test('of a newer lab is rejected and left alone', async () => {
    const { workspace } = await sampleWorkspace();
    const file = path.join(workspace.stateDir, 'progress.json');
    await writeFile(file, '{"version": 2, "stars": 5}');
    await expect(readProgress(workspace)).rejects.toMatchObject({
      code: 'progress-newer',
    });
    expect(await readdir(workspace.stateDir)).toContain('progress.json');
  });

  test('truncated at any byte is unreadable or complete, never something else', () => {
    const text = `${JSON.stringify(worked, undefined, 2)}\n`;
    const cuts = Array.from(
      { length: text.length - 1 },
      (_, cut) => parseProgress(text.slice(0, cut)).status,
    );
    expect(new Set(cuts)).toEqual(new Set(['unreadable']));
    expect(parseProgress(text.slice(0, -1))).toEqual({ status: 'ok', progress: worked });
  });

  test('with any bytes changed never makes the lab fail, and never has an invalid shape', () => {
    expect.hasAssertions();
    const text = JSON.stringify(worked);
    const garbled = fc
      .tuple(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 4 }))
      .map(([index, junk]) => text.slice(0, index) + junk + text.slice(index + junk.length));
    fc.assert(
      fc.property(fc.oneof(garbled, fc.string(), fc.json()), (input) => {
        const parsed = parseProgress(input);
        expect(['ok', 'newer', 'unreadable']).toContain(parsed.status);
        const steps = parsed.status === 'ok' ? Object.values(parsed.progress.steps) : [];
        expect(steps.every(({ attempts, hintsShown }) => attempts >= 0 && hintsShown >= 0)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
