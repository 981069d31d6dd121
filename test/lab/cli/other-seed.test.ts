import { describe, expect, test } from 'vitest';
import { refuseOtherSeed } from '../../../src/lab/cli/learner/new-workspace.ts';
import { seedForLearner } from '../../../src/lab/traffic/index.ts';
import type { WorkspaceMarker } from '../../../src/lab/workspace/index.ts';

const ada: WorkspaceMarker = {
  version: 1,
  course: 'c',
  seed: seedForLearner('Ada'),
  learner: 'Ada',
  created: '2026-01-01T00:00:00Z',
};

describe('a workspace keeps its seed', () => {
  test.each([
    ['no flag', {}],
    ['the same name', { learner: 'Ada' }],
    ['the same name in another spelling', { learner: ' ada ' }],
    ['the seed of that name', { seed: ada.seed }],
  ])('%s is accepted', (_what, flags) => {
    expect(() => refuseOtherSeed(ada, flags)).not.toThrow();
  });

  test.each([
    ['another name', { learner: 'Grace' }, 'other-seed'],
    ['another seed', { seed: 1 }, 'other-seed'],
    ['both flags', { seed: ada.seed, learner: 'Ada' }, 'seed-or-learner'],
  ])('%s is rejected', (_what, flags, code) => {
    expect(() => refuseOtherSeed(ada, flags)).toThrow(expect.objectContaining({ code }));
  });
});
