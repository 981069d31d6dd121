import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { failed } from '../../../src/lab/checks/facts/verdicts.ts';
import { passed } from '../../../src/lab/checks/kinds/app-starts/facts.ts';
import type { Step } from '../../../src/lab/course/index.ts';
import type { SessionEvent, StreamEvent } from '../../../src/lab/session/contract/events.ts';
import { createEventPrinter } from '../../../src/lab/ui/event-printer.ts';
import { isNews } from '../../../src/lab/ui/news.ts';
import { createPrinter } from '../../../src/lab/ui/printer.ts';
import { createStyle } from '../../../src/lab/ui/render/style.ts';
import { NO_JOBS } from '../../support/no-jobs.ts';

const STEP: Step = {
  id: 'define-counter',
  title: 'Define a counter',
  kind: 'edit',
  number: 3,
  body: '',
  hints: [],
  checks: [{ kind: 'app-starts', port: 'api' }],
} as unknown as Step;

const isOwn = ({ call }: StreamEvent): boolean => call === 'own';

/** A terminal in memory, and what was printed on it. */
function open() {
  let printed = '';
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
  output.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const terminal = { input: new PassThrough(), output, style: createStyle(false), jobs: NO_JOBS };
  const printer = createPrinter(terminal);
  let id = 0;
  const onEvent = createEventPrinter({
    printer,
    terminal,
    isNews: (one) => isNews(one, { isOwn }, true),
    shownStep: () => STEP.id,
  });
  const listen = (event: SessionEvent, call?: string): void =>
    onEvent({ id: (id += 1), ...(call === undefined ? {} : { call }), event });
  return { listen, printer, printed: () => printed };
}

const FAILED: SessionEvent = {
  kind: 'app-start-failed',
  failure: { kind: 'missing-entry', file: 'main.ts' },
  isReported: false,
};
const started = (trigger: 'asked' | 'save'): SessionEvent => ({
  kind: 'check-started',
  step: STEP.id,
  trigger,
});
const finished = (trigger: 'asked' | 'save', status: 'pass' | 'fail'): SessionEvent => {
  const verdict =
    status === 'pass'
      ? passed('app-starts', { port: undefined })
      : failed('entry-not-there', { file: 'main.ts' });
  return {
    kind: 'check-finished',
    trigger,
    report: { step: STEP.id, status, checks: [{ kind: 'app-starts', ...verdict }] },
  };
};

describe('news in the terminal', () => {
  test('a failed start is reported if no check reports it', () => {
    const { listen, printed } = open();
    listen(FAILED);
    expect(printed()).toContain('Your app is not running. main.ts is missing from your folder.');
  });

  test('an app on another port is reported with its address', () => {
    const { listen, printed } = open();
    const listens = [
      { status: 'listening', asked: 8000, got: 8000 },
      { status: 'listening', asked: 0, got: 41234, name: '127.0.0.1' },
    ] as const;
    listen({
      kind: 'app-start-failed',
      failure: { kind: 'never-listened', afterMs: 5000, lastLines: [], port: 3000, listens },
      isReported: false,
    });
    expect(printed().replace(/\s+/g, ' ')).toContain(
      'it listens on port 8000 and "127.0.0.1" instead of port 3000.',
    );
  });

  test('a failed start is left to the report of a check that mentions it', () => {
    const { listen, printed } = open();
    listen({ ...FAILED, isReported: true });
    expect(printed()).toBe('');
  });

  test('a running app is reported only after it was down', () => {
    const { listen, printed } = open();
    const up = { kind: 'app-started', pid: 1, isRestart: true } as const;
    listen({ ...up, wasDown: false });
    expect(printed()).toBe('');
    listen({ ...up, wasDown: true });
    expect(printed()).toContain('Your app is running again.');
  });

  test('a check that this terminal started is printed by its caller', () => {
    const { listen, printed } = open();
    listen(finished('asked', 'pass'), 'own');
    expect(printed()).toBe('');
  });

  test('a check from another terminal closes the open menu and is printed', async () => {
    const { listen, printer, printed } = open();
    await printer.during(true, (calledOff) => {
      listen(finished('asked', 'pass'), 'other');
      expect(calledOff.aborted).toBe(true);
      expect(printed()).toBe('');
      return Promise.resolve();
    });
    expect(printed()).toContain('Step define-counter passes.');
  });

  test('a step that another client enters closes the open menu', async () => {
    const { listen, printer } = open();
    await printer.during(true, (calledOff) => {
      listen({ kind: 'progress-changed', currentStep: STEP.id }, 'other');
      expect(calledOff.aborted).toBe(false);
      listen({ kind: 'progress-changed', currentStep: 'expose-metrics' }, 'other');
      expect(calledOff.aborted).toBe(true);
      return Promise.resolve();
    });
  });

  test('events are separated by one empty line, even if both add one', () => {
    const { listen, printed } = open();
    listen({ kind: 'file-saved', files: ['main.ts'] });
    listen(started('save'));
    listen(finished('save', 'pass'));
    listen({ kind: 'file-saved', files: ['main.ts'] });
    expect(printed()).toContain('Checking again ...\n');
    expect(printed()).not.toContain('\n\n\n');
  });

  test('the traffic bar is removed before its last line', () => {
    const { listen, printed } = open();
    listen({ kind: 'traffic-progress', scenario: 'evening', sent: 4, total: 15 });
    listen({ kind: 'traffic-finished', scenario: 'evening', sent: 15, failed: 0 });
    expect(printed().endsWith('26 %\r\u001b[2KTraffic "evening" has been sent.\n')).toBe(true);
  });
});
