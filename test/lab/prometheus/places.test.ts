// Where things lie on each platform, and which flags a build gets.
import { describe, expect, test } from 'vitest';
import { labCacheDir } from '../../../src/lab/prometheus/binaries/cache-dir.ts';
import { pathCandidates } from '../../../src/lab/prometheus/binaries/find.ts';
import { compareVersions } from '../../../src/lab/prometheus/binaries/installed.ts';
import { managedFlags, unpackedRootOf } from '../../../src/lab/prometheus/managed/flags.ts';

test.each([
  ['linux', {}, '/home/ada', '/home/ada/.cache/ecom-lab'],
  ['linux', { XDG_CACHE_HOME: '/var/cache/ada' }, '/home/ada', '/var/cache/ada/ecom-lab'],
  ['linux', { XDG_CACHE_HOME: 'relative' }, '/home/ada', '/home/ada/.cache/ecom-lab'],
  ['darwin', {}, '/Users/ada', '/Users/ada/Library/Caches/ecom-lab'],
  ['win32', { LOCALAPPDATA: 'D:\\Local' }, 'C:\\Users\\ada', 'D:\\Local\\ecom-lab\\Cache'],
  ['win32', {}, 'C:\\Users\\ada', 'C:\\Users\\ada\\AppData\\Local\\ecom-lab\\Cache'],
] as const)('the cache on %s with %j', (platform, env, homeDir, dir) => {
  expect(labCacheDir({ platform, env, homeDir })).toBe(dir);
});

test.each([
  ['linux', { PATH: '/usr/bin:.:/opt/a b:/usr/bin' }, ['/usr/bin/prometheus', '/opt/a b/prometheus']],
  ['linux', {}, []],
  ['win32', { Path: 'C:\\a;D:\\b' }, ['C:\\a\\prometheus.exe', 'D:\\b\\prometheus.exe']],
] as const)('candidates on %s with %j', (platform, env, files) => {
  expect(pathCandidates(env, platform)).toEqual(files);
});

test('versions are compared by their numbers', () => {
  expect(['3.5.0', '2.9.0', '2.42.0+ds', '3.13.2'].toSorted(compareVersions)).toEqual([
    '2.9.0',
    '2.42.0+ds',
    '3.5.0',
    '3.13.2',
  ]);
});

test.each([
  ['/cache/root/usr/bin/prometheus', '/cache/root'],
  ['/usr/bin/prometheus', undefined],
  ['/a/usr/bin/prometheus', '/a'],
  ['/usr/local/bin/prometheus', undefined],
])('the unpacked root of %s', (path, root) => {
  // One level below the root of the disk may be a folder of the user's too; `/usr` itself never is.
  expect(unpackedRootOf(path)).toBe(root);
});

describe('flags of a managed Prometheus', () => {
  const place = { configFile: '/w/prometheus.yml', dataDir: '/w/data', port: 9090 };
  const common = [
    '--config.file=/w/prometheus.yml',
    '--storage.tsdb.path=/w/data',
    '--web.listen-address=127.0.0.1:9090',
    '--web.enable-lifecycle',
    '--web.cors.origin=^$',
  ];

  test('the official build locks its store by default', () => {
    const binary = { path: '/opt/prometheus', version: '3.13.2', help: '--[no-]storage.tsdb.no-lockfile' };
    expect(managedFlags({ ...place, binary, unpackedRoot: undefined })).toEqual(common);
  });

  test("Debian's build needs flags for that, and for its web pages once unpacked", () => {
    const binary = {
      path: '/c/usr/bin/prometheus',
      version: '2.42.0+ds',
      help: '--storage.tsdb.use-lockfile\n--web.local-assets="/usr/share"',
    };
    expect(managedFlags({ ...place, binary, unpackedRoot: undefined })).toEqual([
      ...common,
      '--storage.tsdb.use-lockfile',
    ]);
    expect(managedFlags({ ...place, binary, unpackedRoot: '/c' }).slice(common.length)).toEqual([
      '--storage.tsdb.use-lockfile',
      '--web.local-assets=/c/usr/share/prometheus/web',
      '--web.console.templates=/c/etc/prometheus/consoles',
      '--web.console.libraries=/c/etc/prometheus/console_libraries',
    ]);
  });
});
