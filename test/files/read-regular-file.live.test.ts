// The reader of foreign files on what a person, a program or a network may put in a file's place.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRegularFile, readRegularText, withinTime } from '../../src/files/index.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'files-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const at = (name: string): string => path.join(dir, name);

describe('what is read', () => {
  test.each([
    ['an empty file', ''],
    ['a short file', 'up\n'],
    ['a file of several reads', 'x'.repeat(300_000)],
  ])('%s, byte for byte', async (_what, text) => {
    await writeFile(at('text'), text);
    await expect(readRegularText(at('text'))).resolves.toBe(text);
  });

  test('a file behind a link', async () => {
    await writeFile(at('linked'), 'here');
    await symlink(at('linked'), at('link'));
    await expect(readRegularText(at('link'))).resolves.toBe('here');
  });

  test('a file of exactly the maximum size', async () => {
    await writeFile(at('full'), 'x'.repeat(1024));
    await expect(readRegularFile(at('full'), { maxBytes: 1024 })).resolves.toHaveLength(1024);
  });
});

describe('what is rejected at once, with its name', () => {
  test('a folder', async () => {
    await mkdir(at('folder'));
    await expect(readRegularFile(at('folder'))).rejects.toMatchObject({
      code: 'not-a-file',
      message: `${at('folder')} is a folder, not a file.`,
    });
  });

  test.skipIf(os.platform() === 'win32')('a named pipe, also behind a link', async () => {
    await promisify(execFile)('mkfifo', [at('pipe')]);
    await symlink(at('pipe'), at('pipe-link'));
    for (const name of ['pipe', 'pipe-link']) {
      await expect(readRegularFile(at(name))).rejects.toMatchObject({
        code: 'not-a-file',
        message: `${at(name)} is a named pipe, not a file.`,
      });
    }
  });

  test.skipIf(os.platform() === 'win32')('a socket', async () => {
    const server = createServer().listen(at('socket'));
    await once(server, 'listening');
    await expect(readRegularFile(at('socket'))).rejects.toMatchObject({ code: 'not-a-file' });
    server.close();
  });

  test.skipIf(os.platform() === 'win32')('a device that never ends', async () => {
    await expect(readRegularFile('/dev/zero')).rejects.toMatchObject({ code: 'not-a-file' });
  });

  test('a file that is one byte too large', async () => {
    await writeFile(at('large'), 'x'.repeat(1025));
    await expect(readRegularFile(at('large'), { maxBytes: 1024 })).rejects.toMatchObject({
      code: 'file-too-large',
      message: `${at('large')} is larger than 1 KB.`,
    });
  });

  test('a missing file, with the system’s error', async () => {
    await expect(readRegularFile(at('absent'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

test('a read that never returns is given up, and the error names the file', async () => {
  const never = new Promise<never>(() => undefined);
  await expect(withinTime(never, '/net/course.yaml', 20)).rejects.toMatchObject({
    code: 'file-not-answering',
    message: 'The disk did not answer for 0.02 s about /net/course.yaml.',
  });
});
