// The socket of a real session against whoever is not its learner.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MAX_CALL_BYTES } from '../../src/lab/session/socket/protocol.ts';
import { createLabFolder, type LabFolder } from '../support/lab.ts';
import { callSession, send, sessionOf, type SessionAddress } from './support/call-session.ts';
import { prepareWorkspace } from './support/prepare-workspace.ts';
import { learnerFiles } from './support/snapshot.ts';

let folder: LabFolder;
beforeEach(async () => {
  folder = await createLabFolder();
});
afterEach(() => folder.remove());

type Attack = Parameters<typeof send>[1];
const RESET = JSON.stringify({ name: 'reset', params: { step: '*' } });
const TOO_MUCH = MAX_CALL_BYTES + 1;
const right = ({ token }: SessionAddress): Record<string, string> => ({ authorization: `Bearer ${token}` });

const ATTACKS: readonly (readonly [string, number, (session: SessionAddress) => Attack])[] = [
  ['no token', 401, () => ({ body: RESET })],
  [
    'a wrong token',
    401,
    ({ token }) => ({ headers: right({ token: token.replace(/^./, 'x') } as SessionAddress), body: RESET }),
  ],
  [
    'a part of the token',
    401,
    ({ token }) => ({ headers: { authorization: `Bearer ${token.slice(1)}` }, body: RESET }),
  ],
  [
    'a foreign Host',
    403,
    (session) => ({ headers: { ...right(session), host: 'evil.example' }, body: RESET }),
  ],
  [
    'a Host that only begins like its own',
    403,
    (session) => ({ headers: { ...right(session), host: '127.0.0.1.evil.example' }, body: RESET }),
  ],
  [
    'an Origin',
    403,
    (session) => ({ headers: { ...right(session), origin: 'http://localhost:3000' }, body: RESET }),
  ],
  [
    'the Origin of a file',
    403,
    (session) => ({ headers: { ...right(session), origin: 'null' }, body: RESET }),
  ],
  ['GET', 404, (session) => ({ method: 'GET', headers: right(session) })],
  ['another path', 404, (session) => ({ path: '/call/../x', headers: right(session), body: RESET })],
  [
    'a body over the limit',
    413,
    (session) => ({
      headers: { ...right(session), 'content-length': String(TOO_MUCH) },
      body: RESET.padEnd(TOO_MUCH),
    }),
  ],
  [
    'a body over the limit, in pieces',
    413,
    (session) => ({
      headers: { ...right(session), 'transfer-encoding': 'chunked' },
      body: RESET.padEnd(TOO_MUCH),
    }),
  ],
];

describe('the session socket', () => {
  test('rejects every client but its own learner, changes nothing for them, and keeps working', async () => {
    const workspace = await prepareWorkspace(folder, { step: 'count-requests', stage: 'plain-counter' });
    const lab = folder.open('start', '--prometheus', 'embedded');
    await lab.sees('What next?');
    const session = await sessionOf(workspace);
    const before = await learnerFiles(workspace);
    const progress = await readFile(path.join(workspace, '.ecom-lab/progress.json'), 'utf8');
    for (const [name, status, attack] of ATTACKS) {
      const answer = await send(session.url, attack(session));
      expect({ name, status: answer.status }).toEqual({ name, status });
      expect(answer.text).not.toContain(session.token);
    }
    expect(await learnerFiles(workspace)).toEqual(before);
    await expect(readFile(path.join(workspace, '.ecom-lab/progress.json'), 'utf8')).resolves.toBe(progress);
    await expect(callSession(session, 'state')).resolves.toMatchObject({
      result: { currentStep: 'count-requests' },
    });
    await expect(
      callSession(session, 'check', { step: 'tour', answer: '9'.repeat(60_000) }),
    ).resolves.toMatchObject({
      result: { status: 'fail', checks: [{ code: 'answer-too-long' }] },
    });
    lab.press('ctrlC');
    await expect(lab.exited).resolves.toMatchObject({ exitCode: 130 });
    await expect(send(session.url, { headers: right(session), body: RESET })).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });
});
