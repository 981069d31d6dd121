// The installation against mirrors that serve well, wrongly, slowly or not to the end. Whatever happens, the cache holds
// a whole Prometheus or none.
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findPrometheus } from '../../../../src/lab/prometheus/binaries/find.ts';
import { installPrometheus } from '../../../../src/lab/prometheus/install/run.ts';
import type { InstallOptions, InstallProgress } from '../../../../src/lab/prometheus/install/options.ts';
import { listInstalled } from '../../../../src/lab/prometheus/binaries/installed.ts';
import { freePort, labErrorOf, serve, tempDir } from '../support.ts';
import { lockHost, takeLock } from '../../../../src/locks/index.ts';
import { makeTar, makeZip, script, serveRelease, VERSION } from './made-up-release.ts';

const never = new AbortController().signal;
const FOLDER = `prometheus-${VERSION}.linux-amd64`;
const ARCHIVE = `${FOLDER}.tar.gz`;
const files = {
  prometheus: script(),
  promtool: 'tool',
  LICENSE: 'the license',
  'consoles/index.html': 'page',
};

async function options(mirror: string, more: Partial<InstallOptions> = {}): Promise<InstallOptions> {
  return {
    env: {},
    platform: 'linux',
    arch: 'x64',
    cacheDir: await tempDir(),
    mirror,
    version: VERSION,
    source: 'release',
    signal: never,
    ...more,
  };
}

/** What an installation that failed must leave: nothing. */
async function expectNothingIn(cacheDir: string): Promise<void> {
  expect(await readdir(join(cacheDir, 'prometheus'))).toEqual([]);
  expect(await listInstalled(cacheDir)).toEqual([]);
}

describe('a good release', () => {
  test('is unpacked, tested, and found from then on', async () => {
    const { url } = await serveRelease(ARCHIVE, await makeTar(FOLDER, files));
    const given = await options(url);
    const { status, installed } = await installPrometheus(given);
    expect(status).toBe('installed');
    expect(installed).toMatchObject({ version: VERSION, source: 'release' });
    expect(await readFile(installed.path, 'utf8')).toBe(files.prometheus);
    const dir = join(given.cacheDir, 'prometheus', VERSION);
    expect((await readdir(dir)).toSorted()).toEqual(['LICENSE', 'install.json', 'prometheus', 'promtool']);
    expect(await readdir(join(given.cacheDir, 'prometheus'))).toEqual([VERSION]);
    const { found } = await findPrometheus({
      env: { PATH: '' },
      platform: 'linux',
      cacheDir: given.cacheDir,
      signal: never,
    });
    expect(found).toMatchObject({ where: 'cache', path: installed.path, version: VERSION });
  });

  test('reports its progress in bytes of a total', async () => {
    const archive = await makeTar(FOLDER, { ...files, LICENSE: randomBytes(400_000).toString('hex') });
    const { url } = await serveRelease(ARCHIVE, archive);
    const seen: InstallProgress[] = [];
    await installPrometheus(await options(url, { onProgress: (progress) => seen.push(progress) }));
    const phases = seen.map(({ phase }) => phase).filter((phase, at, all) => phase !== all[at - 1]);
    expect(phases).toEqual(['checksums', 'downloading', 'unpacking', 'trying']);
    const bytes = seen.flatMap((progress) => (progress.phase === 'downloading' ? [progress.bytes] : []));
    expect(bytes.length).toBeGreaterThan(1);
    expect(bytes).toEqual(bytes.toSorted((a, b) => a - b));
    expect(seen).toContainEqual({
      phase: 'downloading',
      what: `${url}/v${VERSION}/${ARCHIVE}`,
      bytes: archive.length,
      totalBytes: archive.length,
    });
  });

  test('is not downloaded twice', async () => {
    const mirror = await serveRelease(ARCHIVE, await makeTar(FOLDER, files));
    const given = await options(mirror.url);
    await installPrometheus(given);
    const before = mirror.asked.length;
    expect(await installPrometheus(given)).toMatchObject({
      status: 'already-installed',
      installed: { version: VERSION },
    });
    expect(mirror.asked).toHaveLength(before);
  });

  test('is downloaded once by two concurrent installations', async () => {
    const mirror = await serveRelease(ARCHIVE, await makeTar(FOLDER, files));
    const given = await options(mirror.url);
    const waits: InstallProgress[] = [];
    const onProgress = (progress: InstallProgress) => {
      if (progress.phase === 'waiting') waits.push(progress);
    };
    const outcomes = await Promise.all([1, 2].map(() => installPrometheus({ ...given, onProgress })));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['already-installed', 'installed']);
    expect(mirror.asked).toHaveLength(2);
    expect(waits).toEqual([{ phase: 'waiting', pid: process.pid }]);
  });

  test('is downloaded from the mirror that the environment names, also through a redirect', async () => {
    const behind = await serveRelease(ARCHIVE, await makeTar(FOLDER, files));
    const { url } = await serve((request, response) => {
      response.writeHead(302, { location: `${behind.url}${request.url ?? ''}` }).end();
    });
    const { mirror: _, ...rest } = await options('');
    const outcome = await installPrometheus({ ...rest, env: { ECOM_LAB_PROMETHEUS_MIRROR: `${url}/` } });
    expect(outcome.status).toBe('installed');
  });

  test('is downloaded through the proxy that the environment names', async () => {
    const archive = await makeTar(FOLDER, files);
    const mirror = await serveRelease(ARCHIVE, archive);
    const { url } = await serve((request, response) => {
      // A proxy gets the whole address; this one knows where that host is.
      const { pathname, hostname } = new URL(request.url ?? '');
      fetch(`${hostname === 'releases.example' ? mirror.url : ''}${pathname}`)
        .then(async (answer) => response.end(Buffer.from(await answer.arrayBuffer())))
        .catch(() => response.destroy());
    });
    const env = { http_proxy: url };
    expect(await installPrometheus(await options('http://releases.example', { env }))).toMatchObject({
      status: 'installed',
    });
  });

  test('for Windows is a zip', async () => {
    const folder = `prometheus-${VERSION}.windows-arm64`;
    const zip = makeZip(
      { [`${folder}/prometheus.exe`]: script(), [`${folder}/promtool.exe`]: 'tool', '../evil': 'no' },
      'a comment',
    );
    const { url } = await serveRelease(`${folder}.zip`, zip);
    const given = await options(url, { platform: 'win32', arch: 'arm64' });
    const { installed } = await installPrometheus(given);
    expect(await readFile(installed.path, 'utf8')).toBe(script());
    expect((await readdir(join(given.cacheDir, 'prometheus', VERSION))).toSorted()).toEqual([
      'install.json',
      'prometheus.exe',
      'promtool.exe',
    ]);
  });

  test('replaces the leftovers of an installation that was killed', async () => {
    const { url } = await serveRelease(ARCHIVE, await makeTar(FOLDER, files));
    const given = await options(url);
    const dir = join(given.cacheDir, 'prometheus');
    await mkdir(join(dir, '.new-abc'), { recursive: true });
    await mkdir(join(dir, VERSION));
    await writeFile(join(dir, VERSION, 'prometheus'), 'half');
    // Another process has the pid of its owner by now.
    const owner = { ...lockHost(), pid: process.ppid, startOf: () => Promise.resolve('earlier') };
    await takeLock({ file: join(dir, '.lock'), aside: dir, host: owner });
    expect(await listInstalled(given.cacheDir)).toEqual([]);
    expect(await installPrometheus(given)).toMatchObject({ status: 'installed' });
    expect(await readdir(dir)).toEqual([VERSION]);
  });
});

describe('nothing is half-installed', () => {
  test.each([
    [
      'the archive is another than was published',
      { sums: `${'a'.repeat(64)}  ${ARCHIVE}\n` },
      'wrong-checksum',
    ],
    ['no checksum was published for it', { sums: '' }, 'release-not-found'],
    ['the checksums are a web page', { sums: '<html>log in first</html>' }, 'release-not-found'],
  ])('when %s', async (_, odd, code) => {
    const { url } = await serveRelease(ARCHIVE, await makeTar(FOLDER, files), odd);
    const given = await options(url);
    expect(await labErrorOf(installPrometheus(given))).toMatchObject({ code });
    await expectNothingIn(given.cacheDir);
  });

  test.each([
    ['is cut in the middle', 'download-cut', (body: Buffer) => body.subarray(0, body.length / 2)],
    ['stops coming', 'download-stalled', undefined],
  ])('when the archive %s', async (_, code, cut) => {
    const archive = await makeTar(FOLDER, { ...files, LICENSE: randomBytes(300_000).toString('hex') });
    const { url } = await serveRelease(ARCHIVE, archive, {
      archive: (_request, response) => {
        response.setHeader('content-length', archive.length);
        response.write(cut?.(archive) ?? archive.subarray(0, 1000), () => {
          if (cut !== undefined) response.destroy();
        });
      },
    });
    const given = await options(url, { stallTimeoutMs: 400 });
    expect(await labErrorOf(installPrometheus(given))).toMatchObject({ code });
    await expectNothingIn(given.cacheDir);
  });

  test.each([
    [404, 'release-not-found'],
    [403, 'download-refused'],
    [500, 'download-refused'],
  ])('when the server responds with %d', async (status, code) => {
    const { url } = await serve((_, response) => response.writeHead(status).end('no'));
    const given = await options(url);
    expect(await labErrorOf(installPrometheus(given))).toMatchObject({
      code,
      fact: { url: expect.stringContaining(url) },
    });
    await expectNothingIn(given.cacheDir);
  });

  test('when nothing listens, or the host does not exist', async () => {
    for (const mirror of [`http://127.0.0.1:${await freePort()}`, 'http://no-such-host.invalid']) {
      const given = await options(mirror);
      expect(await labErrorOf(installPrometheus(given))).toMatchObject({ code: 'download-unreachable' });
      await expectNothingIn(given.cacheDir);
    }
  });

  test.each([
    ['is not an archive', () => Promise.resolve(Buffer.from('not a tar')), 'archive-broken'],
    ['is truncated', async () => (await makeTar(FOLDER, files)).subarray(0, 150), 'archive-broken'],
    ['has no Prometheus in it', () => makeTar(FOLDER, { promtool: 'tool' }), 'archive-broken'],
    ['holds another version', () => makeTar(FOLDER, { prometheus: script('1.0.0') }), 'wrong-release'],
    [
      'holds a program that is no Prometheus',
      () => makeTar(FOLDER, { prometheus: '#!/bin/sh\necho hello\n' }),
      'unusable-prometheus',
    ],
    [
      'holds a program for another machine',
      () => makeTar(FOLDER, { prometheus: '\x7fELF\x02\x01 not for here' }),
      'unusable-prometheus',
    ],
  ])('when the archive matches its checksum and %s', async (_, make, code) => {
    const { url } = await serveRelease(ARCHIVE, await make());
    const given = await options(url);
    expect(await labErrorOf(installPrometheus(given))).toMatchObject({ code });
    await expectNothingIn(given.cacheDir);
  });

  test.each(['checksums', 'downloading', 'unpacking', 'trying'] as const)(
    'when the learner aborts while %s',
    async (phase) => {
      const { url } = await serveRelease(ARCHIVE, await makeTar(FOLDER, files));
      const abort = new AbortController();
      const reason = new Error('Ctrl-C');
      const given = await options(url, {
        signal: abort.signal,
        onProgress: (progress) => {
          if (progress.phase === phase) abort.abort(reason);
        },
      });
      await expect(installPrometheus(given)).rejects.toBe(reason);
      await expectNothingIn(given.cacheDir);
    },
  );

  test('when the cache cannot be written', async () => {
    const { url } = await serveRelease(ARCHIVE, await makeTar(FOLDER, files));
    const given = await options(url);
    await writeFile(join(given.cacheDir, 'prometheus'), 'a file in its way');
    expect(await labErrorOf(installPrometheus(given))).toMatchObject({ code: 'cache-unwritable' });
  });

  test('an older installation stays when a newer one fails', async () => {
    const good = await serveRelease(ARCHIVE, await makeTar(FOLDER, files));
    const given = await options(good.url);
    await installPrometheus(given);
    await labErrorOf(installPrometheus({ ...given, version: '9.9.9' }));
    expect(await listInstalled(given.cacheDir)).toMatchObject([{ version: VERSION }]);
  });
});

test('a wrong checksum never leads to another source', async () => {
  const { url } = await serveRelease(ARCHIVE, await makeTar(FOLDER, files), {
    sums: `${'a'.repeat(64)}  ${ARCHIVE}\n`,
  });
  const phases: string[] = [];
  const given = await options(url, { source: 'auto', onProgress: ({ phase }) => phases.push(phase) });
  expect(await labErrorOf(installPrometheus(given))).toMatchObject({ code: 'wrong-checksum' });
  expect(phases).not.toContain('falling-back');
});

/** Programs of that name in a folder for PATH, which say what the test wants said. */
async function fakePrograms(programs: Readonly<Record<string, string>>): Promise<string> {
  const dir = await tempDir();
  for (const [name, body] of Object.entries(programs)) {
    await writeFile(join(dir, name), `#!/bin/sh\n${body}\n`);
    await chmod(join(dir, name), 0o755);
  }
  return dir;
}

describe("Debian's package", () => {
  const programs = {
    'apt-get': 'shift; for p in "$@"; do touch "${p}_1_all.deb"; done',
    'dpkg-deb': [
      'case "$1" in',
      '  -f) case "$2" in *prometheus_*) echo "libc6, libjs-jquery (>= 3), adduser";; *) echo "";; esac;;',
      `  -x) mkdir -p "$3/usr/bin"; case "$2" in *prometheus_*) printf '%s' "$SCRIPT" > "$3/usr/bin/prometheus"; chmod +x "$3/usr/bin/prometheus";; *) touch "$3/assets";; esac;;`,
      'esac',
    ].join('\n'),
  };

  test('is downloaded and unpacked without root, with the scripts of its web pages', async () => {
    const path = await fakePrograms(programs);
    const env = { PATH: `${path}:/usr/bin:/bin`, SCRIPT: script('2.42.0+ds') };
    const given = await options('http://127.0.0.1:1', { source: 'debian', env });
    const { installed } = await installPrometheus(given);
    expect(installed).toMatchObject({ source: 'debian', version: '2.42.0+ds' });
    const root = join(given.cacheDir, 'prometheus', 'debian', 'root');
    expect(installed.path).toBe(join(root, 'usr', 'bin', 'prometheus'));
    expect((await readdir(root)).toSorted()).toEqual(['assets', 'usr']);
    expect(await readdir(join(given.cacheDir, 'prometheus', 'debian'))).not.toContain('debs');
  });

  test('is used if the release cannot be reached, with the reason', async () => {
    const path = await fakePrograms(programs);
    const env = { PATH: `${path}:/usr/bin:/bin`, SCRIPT: script('2.42.0+ds') };
    const seen: InstallProgress[] = [];
    const given = await options(`http://127.0.0.1:${await freePort()}`, {
      source: 'auto',
      env,
      onProgress: (progress) => seen.push(progress),
    });
    expect(await installPrometheus(given)).toMatchObject({ installed: { source: 'debian' } });
    expect(seen).toContainEqual({
      phase: 'falling-back',
      error: expect.objectContaining({ code: 'download-unreachable' }),
    });
  });

  test('that apt-get does not know: the error says how to update its lists', async () => {
    const path = await fakePrograms({
      ...programs,
      'apt-get': 'echo "E: Unable to locate package prometheus" >&2; exit 100',
    });
    const given = await options('http://127.0.0.1:1', {
      source: 'debian',
      env: { PATH: `${path}:/usr/bin:/bin` },
    });
    expect(await labErrorOf(installPrometheus(given))).toMatchObject({
      code: 'no-debian-package',
      fact: { said: expect.stringContaining('Unable to locate package prometheus') },
    });
    await expectNothingIn(given.cacheDir);
  });

  test('is rejected on another system', async () => {
    const given = await options('http://127.0.0.1:1', { source: 'debian', platform: 'darwin' });
    expect(await labErrorOf(installPrometheus(given))).toMatchObject({ code: 'not-debian' });
  });
});
