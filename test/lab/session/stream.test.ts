import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { SessionEvent, StreamEvent } from '../../../src/lab/session/contract/events.ts';
import { createEventStream } from '../../../src/lab/session/work/stream.ts';

const line = (text: string): SessionEvent => ({ kind: 'command-output', line: text });

/** What a subscriber has heard, as `id kind call`. */
function listen(stream: ReturnType<typeof createEventStream>, after?: number): () => string[] {
  const heard: StreamEvent[] = [];
  stream.subscribe((one) => heard.push(one), after);
  return () => heard.map(({ id, event, call }) => [id, event.kind, call].join(' ').trim());
}

describe('the stream of events', () => {
  test('numbers them from 1, and begins now, at the beginning or after one of them', () => {
    const stream = createEventStream();
    stream.emit(line('a'));
    stream.emit(line('b'));
    const [all, rest, now] = [listen(stream, 0), listen(stream, 1), listen(stream)];
    stream.emit(line('c'));
    expect(all()).toEqual(['1 command-output', '2 command-output', '3 command-output']);
    expect(rest()).toEqual(['2 command-output', '3 command-output']);
    expect(now()).toEqual(['3 command-output']);
    expect(stream.lastId()).toBe(3);
  });

  test('says so where what comes after the asked id is not kept, or is of another session', () => {
    const stream = createEventStream();
    for (let id = 1; id <= 1001; id += 1) stream.emit(line(String(id)));
    expect(listen(stream, 0)()).toEqual(['1001 events-missed']);
    expect(listen(stream, 5000)()).toEqual(['1001 events-missed']);
    expect(listen(stream, 1)()).toHaveLength(1000);
    expect(listen(stream, 1001)()).toEqual([]);
  });

  test('gives an event the id of the call that causes it, also where calls are under way at the same time', async () => {
    const stream = createEventStream();
    const heard = listen(stream);
    const call = (id: string, pause: number): Promise<void> =>
      stream.during(id, async () => {
        await delay(pause);
        stream.emit(line(id));
      });
    await Promise.all([call('slow', 20), call('quick', 1)]);
    stream.emit(line('none'));
    expect(heard()).toEqual(['1 command-output quick', '2 command-output slow', '3 command-output']);
  });

  test("gives no id to an event of another session's stream", async () => {
    const [stream, other] = [createEventStream(), createEventStream()];
    const [heard, heardByOther] = [listen(stream), listen(other)];
    await stream.during('mine', () => {
      other.emit(line('theirs'));
      stream.emit(line('mine'));
      return Promise.resolve();
    });
    expect(heard()).toEqual(['1 command-output mine']);
    expect(heardByOther()).toEqual(['1 command-output']);
  });

  test('gives no id to what a call has started and happens after the call', async () => {
    const stream = createEventStream();
    const heard = listen(stream);
    let later: Promise<void> | undefined;
    await stream.during('over', () => {
      later = delay(5).then(() => stream.emit(line('later')));
      return Promise.resolve();
    });
    await later;
    expect(heard()).toEqual(['1 command-output']);
  });
});
