import { afterEach, expect, test } from 'vitest';
import type { LearnerSession } from '../../../src/lab/session/contract/learner-session.ts';
import { openSession } from '../../../src/lab/session/open.ts';
import { sampleWorkspace } from '../workspace/sample.ts';
import { sessionEnv } from './env.ts';

const { signal } = new AbortController();
let session: LearnerSession | undefined;
afterEach(async () => {
  await session?.close();
  session = undefined;
});

async function open(): Promise<{ session: LearnerSession }> {
  const { course, workspace } = await sampleWorkspace();
  session = await openSession({
    dir: workspace.dir,
    course,
    prometheus: 'embedded',
    place: sessionEnv(workspace.dir),
    signal,
  });
  return { session };
}

test('hints are shown level by level, and start over after the last', async () => {
  const lab = await open();
  const texts: string[] = [];
  for (let asked = 0; asked < 5; asked += 1) {
    const { text, level, total } = await lab.session.call('hint', { step: 'one' }, signal);
    texts.push(`${text} ${String(level)}/${String(total)}`);
  }
  expect(texts).toEqual(['a 1/2', 'b 2/2', 'a 1/2', 'b 2/2', 'a 1/2']);
});

test('starting a step over reopens the later ones and makes it current', async () => {
  const lab = await open();
  for (const step of ['one', 'two', 'three']) await lab.session.call('apply', { step }, signal);
  await lab.session.call('skip', { step: 'read' }, signal);
  const { notes } = await lab.session.call('reset', { step: 'two' }, signal);
  expect(notes).toEqual([{ kind: 'steps-reopened', steps: ['two', 'read', 'three'] }]);
  const { currentStep, steps } = await lab.session.call('state', {}, signal);
  expect(currentStep).toBe('two');
  expect(steps.map(({ id, status }) => `${id} ${status}`)).toEqual([
    'install open',
    'one applied',
    'two open',
    'scrape open',
    'read open',
    'three open',
  ]);
});

test('a step that only asks a question has no solution to apply or compare', async () => {
  const lab = await open();
  await expect(lab.session.call('apply', { step: 'read' }, signal)).rejects.toMatchObject({
    code: 'nothing-to-apply',
  });
  await expect(lab.session.call('diff', { step: '5' }, signal)).rejects.toMatchObject({
    code: 'nothing-to-apply',
  });
});
