// What the app has under way in other threads: node:crypto, node:zlib, and WebAssembly, which `fetch` compiles for its
// first response. Node lists no such work among the active resources, so it is counted where it begins and where it ends.
import type * as Crypto from 'node:crypto';
import { createRequire } from 'node:module';
import type { Transform } from 'node:stream';
import type * as Zlib from 'node:zlib';
import { replaceMethod, type Method } from './globals/replace-method.ts';

/** Counts the work from now on. Returns how much of it is under way. */
export function watchThreadPool(): () => number {
  // Not at the top: the reaper is this program too, and needs neither. The app loads them with Express.
  const load = createRequire(import.meta.url);
  const crypto: typeof Crypto = load('node:crypto');
  const zlib: typeof Zlib = load('node:zlib');
  let computing = 0;
  const compressing = new Set<Transform>();

  const begin = (): (() => void) => {
    let isOver = false;
    computing += 1;
    return () => {
      if (!isOver) computing -= 1;
      isOver = true;
    };
  };
  // All that is asynchronous there takes a callback as its last argument.
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(crypto)))
    if (typeof value === 'function' && /^[a-z]/.test(name))
      replaceMethod(crypto, name, (original) => keepProperties(original, untilCalledBack(original, begin)));
  const { subtle } = crypto.webcrypto;
  const prototype: object = Object.getPrototypeOf(subtle);
  for (const name of Object.getOwnPropertyNames(prototype).filter((key) => key !== 'constructor'))
    replaceMethod(prototype, name, (original) => untilSettled(original, begin));
  const assembly: object = Reflect.get(globalThis, 'WebAssembly');
  for (const name of ['compile', 'compileStreaming', 'instantiate', 'instantiateStreaming'])
    replaceMethod(assembly, name, (original) => untilSettled(original, begin));
  // Every way to compress goes through a stream, and each chunk through this method of theirs.
  replaceMethod(
    prototypeWith('_transform', zlib.Gzip.prototype),
    '_transform',
    (original) =>
      function transformCounted(chunk, encoding, callback) {
        if (!isTransform(this) || typeof callback !== 'function')
          return original.call(this, chunk, encoding, callback);
        compressing.add(this);
        return original.call(this, chunk, encoding, (...results: unknown[]) => {
          compressing.delete(this);
          callback(...results);
        });
      },
  );
  return () => {
    // One that failed, or was given up, does not call back.
    for (const stream of compressing) if (stream.destroyed) compressing.delete(stream);
    return computing + compressing.size;
  };
}

function untilCalledBack(original: Method, begin: () => () => void): Method {
  return function callCounted(...args) {
    const callback = args.at(-1);
    if (typeof callback !== 'function') return original.apply(this, args);
    const end = begin();
    try {
      return original.call(
        this,
        ...args.slice(0, -1),
        function calledBack(this: unknown, ...results: unknown[]) {
          end();
          return callback.apply(this, results);
        },
      );
    } catch (error) {
      end();
      throw error;
    }
  };
}

function untilSettled(original: Method, begin: () => () => void): Method {
  return function promiseCounted(...args) {
    const result = original.apply(this, args);
    if (result instanceof Promise) void result.then(...both(begin()));
    return result;
  };
}

const both = (end: () => void): [() => void, () => void] => [end, end];

/** `promisify` reads how from properties of the function, and a class is told by its prototype. */
function keepProperties(original: Method, wrapped: Method): Method {
  return Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(original));
}

function prototypeWith(name: string, start: object): object {
  for (let at: object | null = start; at !== null; at = Object.getPrototypeOf(at))
    if (Object.hasOwn(at, name)) return at;
  return start;
}

function isTransform(value: unknown): value is Transform {
  return typeof value === 'object' && value !== null && 'destroyed' in value;
}
