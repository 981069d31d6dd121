import { readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSessionFile, removeSessionFile, writeSessionFile } from '../../../src/lab/workspace/index.ts';
import { sampleWorkspace } from './sample.ts';

const session = { pid: 123, url: 'http://127.0.0.1:45678', token: 'secret' };

describe('the session file', () => {
  test('is read as it was written, only by its owner, and is removed at the end', async () => {
    const { workspace } = await sampleWorkspace();
    expect(await readSessionFile(workspace)).toEqual({ status: 'absent' });
    await writeSessionFile(workspace, session);
    expect(await readSessionFile(workspace)).toEqual({
      status: 'found',
      session: { version: 1, ...session, folder: workspace.identity },
    });
    expect((await stat(path.join(workspace.stateDir, 'session.json'))).mode & 0o777).toBe(0o600);
    await removeSessionFile(workspace, session.token);
    await removeSessionFile(workspace, session.token);
    expect(await readSessionFile(workspace)).toEqual({ status: 'absent' });
  });

  test('of another session is not removed', async () => {
    const { workspace } = await sampleWorkspace();
    await writeSessionFile(workspace, session);
    await removeSessionFile(workspace, 'other');
    expect(await readSessionFile(workspace)).toMatchObject({ status: 'found' });
  });

  test.each([
    ['cut', '{"version":1,"pid":1'],
    ['of another version', JSON.stringify({ version: 2, ...session })],
    ['without a token', JSON.stringify({ version: 1, ...session, token: undefined })],
    [
      'that leads to another machine',
      JSON.stringify({ version: 1, ...session, url: 'http://example.com:80' }),
    ],
    [
      'that hides another machine',
      JSON.stringify({ version: 1, ...session, url: 'http://127.0.0.1:80@example.com' }),
    ],
    ['with an invalid pid', JSON.stringify({ version: 1, ...session, folder: '1', pid: -1 })],
    [
      'with a port that is none',
      JSON.stringify({ version: 1, ...session, folder: '1', url: 'http://127.0.0.1:99999' }),
    ],
    ['of no folder', JSON.stringify({ version: 1, ...session })],
  ])('that is %s is unreadable: no token is sent anywhere', async (_what, text) => {
    const { workspace } = await sampleWorkspace();
    await writeFile(path.join(workspace.stateDir, 'session.json'), text);
    expect(await readSessionFile(workspace)).toEqual({ status: 'unreadable' });
    await removeSessionFile(workspace, session.token);
    expect(await readdir(workspace.stateDir)).not.toContain('session.json');
  });
});
