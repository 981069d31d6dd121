// `--prometheus`: what each word settles to on a machine that has a Prometheus, and on one that has none.
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  parsePrometheusChoice,
  resolvePrometheusChoice,
} from '../../../src/lab/prometheus/binaries/choose.ts';
import { findPrometheus } from '../../../src/lab/prometheus/binaries/find.ts';
import { labErrorOf, tempDir } from './support.ts';

const never = new AbortController().signal;

describe('the value of --prometheus', () => {
  const unix = { cwd: '/home/ada/lab', homeDir: '/home/ada', platform: 'linux' } as const;
  const windows = { cwd: 'C:\\lab', homeDir: 'C:\\Users\\ada', platform: 'win32' } as const;

  test.each([
    ['auto', { kind: 'auto' }],
    [' embedded ', { kind: 'embedded' }],
    ['managed', { kind: 'managed' }],
    ['http://localhost:9090', { kind: 'attached', url: 'http://localhost:9090' }],
    ['HTTPS://prom.example/p', { kind: 'attached', url: 'HTTPS://prom.example/p' }],
    ['localhost:9090', { kind: 'attached', url: 'http://localhost:9090' }],
    ['192.168.1.2:9090/prom', { kind: 'attached', url: 'http://192.168.1.2:9090/prom' }],
    ['[::1]:9090', { kind: 'attached', url: 'http://[::1]:9090' }],
    ['9091', { kind: 'attached', url: 'http://localhost:9091' }],
    ['/opt/prometheus', { kind: 'binary', path: '/opt/prometheus' }],
    ['./prometheus', { kind: 'binary', path: '/home/ada/lab/prometheus' }],
    ['bin/prometheus', { kind: 'binary', path: '/home/ada/lab/bin/prometheus' }],
    ['../a b/prom', { kind: 'binary', path: '/home/ada/a b/prom' }],
    ['~/bin/prometheus', { kind: 'binary', path: '/home/ada/bin/prometheus' }],
  ])('%j', (text, choice) => {
    expect(parsePrometheusChoice(text, unix)).toEqual(choice);
  });

  test.each([
    ['D:\\tools\\prometheus.exe', 'D:\\tools\\prometheus.exe'],
    ['prometheus.exe', 'C:\\lab\\prometheus.exe'],
    ['~\\prometheus.exe', 'C:\\Users\\ada\\prometheus.exe'],
  ])('%j on Windows', (text, path) => {
    expect(parsePrometheusChoice(text, windows)).toEqual({ kind: 'binary', path });
  });

  test.each(['', 'docker', 'prometheus', 'ftp://host', 'localhost:99999', 'http://', 'auto,managed'])(
    '%j is rejected',
    (text) => {
      expect(() => parsePrometheusChoice(text, unix)).toThrow(
        expect.objectContaining({
          code: expect.stringMatching(/^bad-prometheus-(choice|url)$/),
        }),
      );
    },
  );
});

async function program(dir: string, body: string): Promise<string> {
  const path = join(dir, 'prometheus');
  await mkdir(dir, { recursive: true });
  await writeFile(path, body);
  await chmod(path, 0o755);
  return path;
}

const prometheus = (version: string) =>
  `#!${process.execPath}\nconsole.log(process.argv[2] === '--version' ? 'prometheus, version ${version} (x)' : 'flags')\n`;

async function cached(cacheDir: string, version: string): Promise<string> {
  const dir = join(cacheDir, 'prometheus', version);
  const path = await program(dir, prometheus(version));
  await writeFile(
    join(dir, 'install.json'),
    JSON.stringify({ version, source: 'release', binary: 'prometheus' }),
  );
  return path;
}

async function machine(...path: readonly string[]) {
  return {
    env: { PATH: path.join(':') },
    platform: 'linux' as const,
    cacheDir: await tempDir(),
    signal: never,
  };
}

describe('auto', () => {
  test('prefers the one on PATH to the one in the cache', async () => {
    const [empty, dir] = [await tempDir(), await tempDir()];
    const path = await program(dir, prometheus('3.1.0'));
    const here = await machine(empty, dir);
    await cached(here.cacheDir, '3.9.0');
    expect(await resolvePrometheusChoice({ kind: 'auto' }, here)).toEqual({
      kind: 'managed',
      binary: expect.objectContaining({ path, version: '3.1.0' }),
      fact: { kind: 'uses-program/on-path', version: '3.1.0', path },
    });
  });

  test('uses the newest one in the cache', async () => {
    const here = await machine();
    for (const version of ['3.9.0', '3.13.2', '2.53.1']) await cached(here.cacheDir, version);
    expect(await resolvePrometheusChoice({ kind: 'auto' }, here)).toMatchObject({
      kind: 'managed',
      binary: { version: '3.13.2' },
    });
  });

  test('uses the embedded one if there is none, and says so', async () => {
    expect(await resolvePrometheusChoice({ kind: 'auto' }, await machine())).toEqual({
      kind: 'embedded',
      fact: { kind: 'uses-embedded/none-found' },
    });
  });

  test('skips one that cannot run, and names it if no other is left', async () => {
    const path = await program(await tempDir(), '\x7fELF for another machine');
    const here = await machine(join(path, '..'));
    const choice = await resolvePrometheusChoice({ kind: 'auto' }, here);
    expect(choice).toMatchObject({
      kind: 'embedded',
      fact: { kind: 'uses-embedded/none-found', error: expect.anything() },
    });
    await cached(here.cacheDir, '3.5.0');
    expect(await resolvePrometheusChoice({ kind: 'auto' }, here)).toMatchObject({ kind: 'managed' });
    expect((await findPrometheus(here)).unusable).toEqual([{ path, reason: 'damaged' }]);
  });

  test('never runs a file in the current folder', async () => {
    expect((await findPrometheus(await machine('.', 'bin', ''))).found).toBeUndefined();
  });
});

describe('a requested one that is not available is named', () => {
  test('managed, with none installed', async () => {
    expect(await labErrorOf(resolvePrometheusChoice({ kind: 'managed' }, await machine()))).toMatchObject({
      code: 'no-prometheus',
    });
  });

  test.each([
    ['absent', undefined, 0],
    ['not-executable', prometheus('3.0.0'), 0o644],
    ['damaged', '\x7fELF\x02\x01\x01 not for here', 0o755],
    ['other-program', `#!${process.execPath}\nconsole.log('v20.1.0')\n`, 0o755],
    ['other-program', `#!${process.execPath}\nprocess.exit(2)\n`, 0o755],
    ['no-loader', '#!/no/such/interpreter\n', 0o755],
  ])('a path: %s', async (reason, body, mode) => {
    const path = join(await tempDir(), 'prometheus');
    if (body !== undefined) await writeFile(path, body).then(() => chmod(path, mode));
    const error = await labErrorOf(resolvePrometheusChoice({ kind: 'binary', path }, await machine()));
    expect(error).toMatchObject({ code: 'unusable-prometheus', fact: { path, reason } });
  });

  test('a path that is a folder', async () => {
    const path = await tempDir();
    expect(
      await labErrorOf(resolvePrometheusChoice({ kind: 'binary', path }, await machine())),
    ).toMatchObject({
      fact: { path, reason: 'folder' },
    });
  });
});
