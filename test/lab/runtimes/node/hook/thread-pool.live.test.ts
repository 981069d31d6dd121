import { afterAll, describe, expect, test } from 'vitest';
import { disposeAppProcess, startIsolatedRun } from '../../../../../src/lab/app-process/index.ts';
import { makeWorkspace } from '../../../app-process/support/workspace.ts';

afterAll(disposeAppProcess);

const never = new AbortController().signal;

/** An app that answers at once, and works on afterwards. */
const appOf = (work: string): string => `
import http from 'node:http';
import * as crypto from 'node:crypto';
import { pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { pipeline } from 'node:stream/promises';
import { Readable, Writable } from 'node:stream';
import { brotliCompress, createGzip, createGunzip, gzip, gunzip } from 'node:zlib';
let state = 'not asked yet';
const text = Buffer.alloc(20_000_000, 'metrics ');
// One type of function, and 60,000 such functions that do nothing (WebAssembly core specification, section 5.5).
const length = (n: number): number[] => [0, 7, 14, 21].map((bits) => ((n >> bits) & 127) | (bits < 21 ? 128 : 0));
const section = (id: number, body: number[]): number[] => [id, ...length(body.length), ...body];
const functions = (one: number[]): number[] => [...length(60_000), ...Array.from({ length: 60_000 }, () => one).flat()];
const MODULE = Uint8Array.from([
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...section(1, [1, 96, 0, 0]),
  ...section(3, functions([0])),
  ...section(10, functions([2, 0, 11])),
]);
const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });
http.createServer((req, res) => {
  res.end(state);
  if (req.url !== '/work') return;
  const work = async (): Promise<unknown> => ${work};
  state = 'at work';
  void work().then(() => (state = 'done'), () => (state = 'failed'));
}).listen(3000);
`;

/** What has become of the work when the app is at rest. */
async function stateAtRest(work: string): Promise<string> {
  await using workspace = await makeWorkspace(appOf(work));
  const start = await startIsolatedRun({ ...workspace.options, signal: never });
  if (start.status === 'failed') throw new Error(JSON.stringify(start.failure));
  const { run } = start;
  try {
    const ask = async (path: string): Promise<string> =>
      (await fetch(`http://${run.address(3000)}${path}`)).text();
    await run.whenIdle(never);
    await ask('/work');
    await run.whenIdle(never);
    return await ask('/');
  } finally {
    await run.stop();
  }
}

const derive = `(async () => {
  const { subtle } = globalThis.crypto;
  const key = await subtle.importKey('raw', Buffer.from('key'), 'PBKDF2', false, ['deriveBits']);
  await subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: Buffer.from('salt'), iterations: 300_000 }, key, 256);
})()`;

describe('an app is at rest when its work in other threads is done', () => {
  test.each([
    ['pbkdf2', `promisify(pbkdf2)('secret', 'salt', 200_000, 64, 'sha512')`],
    ['scrypt', `promisify(crypto.scrypt)('secret', 'salt', 64)`],
    ['random bytes', `promisify(randomBytes)(50_000_000)`],
    ['a pair of keys', `promisify(crypto.generateKeyPair)('rsa', { modulusLength: 2048 })`],
    ['Web Crypto', derive],
    ['gzip', `promisify(gzip)(text, { level: 9 })`],
    ['brotli', `promisify(brotliCompress)(text.subarray(0, 2_000_000))`],
    ['a stream that compresses', `pipeline(Readable.from([text, text]), createGzip(), nowhere())`],
    ['WebAssembly', `WebAssembly.compile(MODULE)`],
    ['a WebAssembly instance', `WebAssembly.instantiate(MODULE, {})`],
    ['one thing after the other', `promisify(gzip)(text).then((zipped) => promisify(gunzip)(zipped))`],
  ])('with %s', async (_name, work) => {
    expect(await stateAtRest(work)).toBe('done');
  });

  test.each([
    ['a page that is not compressed', `promisify(gunzip)(text)`],
    ['a stream that is not compressed', `pipeline(Readable.from([text]), createGunzip(), nowhere())`],
    ['wrong arguments', `promisify(pbkdf2)('secret', 'salt', -1, 64, 'sha512')`],
    ['keys that nobody can make', `globalThis.crypto.subtle.generateKey('none', false, [])`],
  ])('and when it has failed, with %s', async (_name, work) => {
    expect(await stateAtRest(work)).toBe('failed');
  });

  test('and where a stream was given up in the middle of its work', async () => {
    const work = `new Promise((resolve) => {
      const zip = createGzip({ level: 9 });
      zip.on('error', resolve).write(text);
      setImmediate(() => zip.destroy(new Error('never mind')));
    })`;
    expect(await stateAtRest(work)).toBe('done');
  });
});
