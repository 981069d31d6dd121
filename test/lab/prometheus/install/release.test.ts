// Names of releases for each platform, and what distributions say of themselves.
import { expect, test } from 'vitest';
import { isDebianLike, parseAssets } from '../../../../src/lab/prometheus/install/debian.ts';
import {
  DEFAULT_RELEASES,
  DEFAULT_VERSION,
  parseSum,
  planRelease,
} from '../../../../src/lab/prometheus/install/release.ts';

test.each([
  ['linux', 'x64', 'prometheus-3.13.2.linux-amd64.tar.gz'],
  ['linux', 'arm', 'prometheus-3.13.2.linux-armv7.tar.gz'],
  ['darwin', 'arm64', 'prometheus-3.13.2.darwin-arm64.tar.gz'],
  ['win32', 'x64', 'prometheus-3.13.2.windows-amd64.zip'],
])('%s on %s', (platform, arch, file) => {
  const release = planRelease({ platform, arch, version: '3.13.2', from: DEFAULT_RELEASES });
  expect(release.archiveUrl).toBe(
    `https://github.com/prometheus/prometheus/releases/download/v3.13.2/${file}`,
  );
  expect(release.sumsUrl).toBe(
    'https://github.com/prometheus/prometheus/releases/download/v3.13.2/sha256sums.txt',
  );
});

test.each([
  [{ platform: 'sunos' }, 'no-release'],
  [{ arch: 'mips' }, 'no-release'],
  [{ version: 'latest' }, 'bad-version'],
  [{ version: '../../3.0.0' }, 'bad-version'],
  [{ from: 'file:///tmp' }, 'bad-mirror'],
  [{ from: 'my mirror' }, 'bad-mirror'],
])('%j is rejected', (odd, code) => {
  const request = {
    platform: 'linux',
    arch: 'x64',
    version: DEFAULT_VERSION,
    from: DEFAULT_RELEASES,
    ...odd,
  };
  expect(() => planRelease(request)).toThrow(expect.objectContaining({ code }));
});

test('the checksum of a file is the one on its line', () => {
  const [a, b] = ['a'.repeat(64), 'B'.repeat(64)];
  const sums = `${a}  prometheus-1.tar.gz\r\n${b} *prometheus-2.tar.gz\nshort  prometheus-3.tar.gz\n`;
  expect(parseSum(sums, 'prometheus-1.tar.gz')).toBe(a);
  expect(parseSum(sums, 'prometheus-2.tar.gz')).toBe('b'.repeat(64));
  expect(parseSum(sums, 'prometheus-3.tar.gz')).toBeUndefined();
  expect(parseSum(sums, 'tar.gz')).toBeUndefined();
});

test.each([
  ['ID=debian\n', true],
  ['NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n', true],
  ['ID="linuxmint"\nID_LIKE="ubuntu debian"\n', true],
  ['ID=fedora\nVERSION_ID=42\n', false],
  ['ID=arch\nHOME_URL="https://debian.org"\n', false],
  ['', false],
])('os-release %j', (text, isDebian) => {
  expect(isDebianLike(text)).toBe(isDebian);
});

test('of the dependencies of a package, only scripts and fonts are taken', () => {
  expect(parseAssets('adduser, fonts-a, libjs-jquery (>= 3.5), libc6 | libjs-x:any,\nlibjs-jquery')).toEqual([
    'fonts-a',
    'libjs-jquery',
    'libjs-x',
  ]);
});
