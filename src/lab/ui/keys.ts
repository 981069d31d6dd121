// The keys of a terminal without Ctrl-Z. readline acts on that key by itself, and leaves a question that takes no keys.
import { PassThrough, type Readable } from 'node:stream';

export interface KeyStream {
  /** As readline wants it, with a raw mode. */
  readonly stream: Readable;
  /** Gives the terminal back. What was not read yet is lost, as with any question. */
  close(): void;
}

const CTRL_Z = 0x1a;

/**
 * Passes keys on until it is closed; calls `onCtrlZ` in place of that key. Input that is not a terminal stays as it is.
 *
 * @param filter what becomes of keys @default they stay as they are
 */
export function openKeys(
  input: Readable,
  onCtrlZ: () => void,
  filter: (keys: Uint8Array) => Uint8Array = (keys) => keys,
): KeyStream {
  if (!('setRawMode' in input) || typeof input.setRawMode !== 'function')
    return { stream: input, close: () => undefined };
  const setRawMode = input.setRawMode.bind(input) as (isRaw: boolean) => void;
  const stream = Object.assign(new PassThrough(), { isTTY: true, setRawMode });
  const onData = (data: Buffer | string): void => {
    const bytes = Buffer.from(data);
    const others = bytes.filter((byte) => byte !== CTRL_Z);
    const passed = others.length > 0 ? filter(others) : others;
    if (passed.length > 0) stream.write(passed);
    if (others.length < bytes.length) onCtrlZ();
  };
  const onEnd = (): void => void stream.end();
  input.on('data', onData);
  input.on('end', onEnd);
  input.resume();
  return {
    stream,
    close() {
      input.off('data', onData);
      input.off('end', onEnd);
      input.pause();
    },
  };
}
