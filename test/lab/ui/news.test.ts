import { expect, test } from 'vitest';
import type { SessionEvent, StreamEvent } from '../../../src/lab/session/contract/events.ts';
import { isNews } from '../../../src/lab/ui/news.ts';

const REPORT = { step: 'tour', status: 'pass', checks: [] } as const;
const note: SessionEvent = { kind: 'note', fact: { kind: 'working' } };
const saved: SessionEvent = { kind: 'file-saved', files: ['main.ts'] };
const asked: SessionEvent = { kind: 'check-finished', report: REPORT, trigger: 'asked' };
const checkedSave: SessionEvent = { kind: 'check-finished', report: REPORT, trigger: 'save' };

test.each<[string, SessionEvent, string | undefined, runner: boolean, command: boolean]>([
  ['what a call of its own causes', note, 'own', true, true],
  ["what another terminal's call causes", note, 'other', true, false],
  ['what no call causes', note, undefined, true, false],
  ['the result of its own check, which it prints itself', asked, 'own', false, false],
  ["the result of another terminal's check", asked, 'other', true, false],
  ['a save', saved, undefined, true, false],
  ['the verdict after a save', checkedSave, undefined, true, false],
])("%s is printed by the runner's terminal or by a command", (_what, event, call, runner, command) => {
  const one: StreamEvent = { id: 1, ...(call === undefined ? {} : { call }), event };
  const session = { isOwn: (given: StreamEvent): boolean => given.call === 'own' };
  expect([isNews(one, session, true), isNews(one, session, false)]).toEqual([runner, command]);
});
