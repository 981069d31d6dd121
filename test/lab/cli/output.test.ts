// What a command prints: words for a person or one document for a machine.
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { Host } from '../../../src/lab/cli/io/host.ts';
import { createOutput } from '../../../src/lab/cli/io/output.ts';
import { reportError } from '../../../src/lab/cli/io/report-error.ts';
import { LabError } from '../../../src/lab/model/errors.ts';
import type { SessionEvent } from '../../../src/lab/session/contract/events.ts';

/** A host whose streams keep what is written. */
function fakeHost(isTTY = false): { host: Host; out: () => string; err: () => string } {
  const keep = (): { stream: PassThrough; text: () => string } => {
    let text = '';
    const stream = Object.assign(new PassThrough(), { isTTY, columns: 80 });
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    return { stream, text: () => text };
  };
  const [stdout, stderr] = [keep(), keep()];
  const host = { stdout: stdout.stream, stderr: stderr.stream, env: { NO_COLOR: '1' } } as unknown as Host;
  return { host, out: stdout.text, err: stderr.text };
}

const written: SessionEvent = { kind: 'files-written', files: ['main.ts'], backups: [] };
const progress: SessionEvent = { kind: 'traffic-progress', scenario: 'rush', sent: 5, total: 10 };

describe('events', () => {
  test('go to standard output, or to standard error when there is a document', () => {
    const person = fakeHost();
    createOutput(person.host, false).onEvent(written);
    expect([person.out(), person.err()]).toEqual([expect.stringContaining('main.ts'), '']);
    const machine = fakeHost();
    createOutput(machine.host, true).onEvent(written);
    expect([machine.out(), machine.err()]).toEqual(['', expect.stringContaining('main.ts')]);
  });

  test('draw traffic as a bar only on a terminal, where the next line replaces it', () => {
    const pipe = fakeHost();
    createOutput(pipe.host, false).onEvent(progress);
    expect(pipe.out()).toBe('');
    const terminal = fakeHost(true);
    const output = createOutput(terminal.host, false);
    output.onEvent(progress);
    output.onEvent(written);
    output.onEvent(written);
    expect(terminal.out().split('\u001b[2K')).toEqual([
      '\r',
      expect.stringMatching(/50 ?%|5.*10/),
      expect.stringMatching(/main\.ts[\s\S]*main\.ts/),
    ]);
  });
});

describe('the result', () => {
  test('is text without --json and one document with it', () => {
    const person = fakeHost();
    const machine = fakeHost();
    for (const [{ host }, isJson] of [
      [person, false],
      [machine, true],
    ] as const) {
      const output = createOutput(host, isJson);
      output.say('three lines');
      output.json({ lines: 3 });
    }
    expect([person.out(), person.err()]).toEqual(['three lines\n', '']);
    expect([machine.out(), machine.err()]).toEqual(['{"lines":3}\n', '']);
  });
});

describe('an error', () => {
  const NO_STEP = { kind: 'no-step', asked: 'x', steps: ['tour'] };
  const quiet = { json: false, debug: false };

  test('of the user is a sentence with what to do, and exit code 2', () => {
    const { host, out, err } = fakeHost();
    const error = new LabError(NO_STEP);
    expect(reportError(host, error, quiet)).toBe(2);
    expect(out()).toBe('');
    expect(err()).toBe('Error: There is no step "x".\nThe steps are: tour.\n');
  });

  test('of the user is also a document with --json', () => {
    const { host, out } = fakeHost();
    const error = new LabError(NO_STEP);
    expect(reportError(host, error, { json: true, debug: false })).toBe(2);
    expect(JSON.parse(out())).toEqual({
      error: { code: 'no-step', message: 'There is no step "x".', hint: 'The steps are: tour.' },
    });
  });

  test('of the user shows its stack only with --debug', () => {
    const error = new LabError(NO_STEP, { cause: new Error('below') });
    const plain = fakeHost();
    reportError(plain.host, error, quiet);
    expect(plain.err()).not.toContain('at ');
    const debug = fakeHost();
    reportError(debug.host, error, { json: false, debug: true });
    expect(debug.err()).toMatch(/output\.test\.ts[\s\S]*caused by Error: below/);
  });

  test('of the lab keeps its stack and blames the lab', () => {
    const { host, err } = fakeHost();
    expect(reportError(host, new TypeError('x is not a function'), quiet)).toBe(2);
    expect(err()).toMatch(/x is not a function[\s\S]*the lab[\s\S]*output\.test\.ts/);
  });
});
