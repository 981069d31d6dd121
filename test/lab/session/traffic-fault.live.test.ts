// A question about traffic is judged only where all of the traffic has reached the app and was answered.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Course } from '../../../src/lab/course/index.ts';
import type { CheckSpec } from '../../../src/lab/checks/index.ts';
import type { SessionEvent } from '../../../src/lab/session/contract/events.ts';
import type { LearnerSession } from '../../../src/lab/session/contract/learner-session.ts';
import { openSession } from '../../../src/lab/session/open.ts';
import { planFreePorts } from '../../../src/lab/session/live/ports.ts';
import { sampleWorkspace } from '../workspace/sample.ts';
import { sessionEnv } from './env.ts';

const { signal } = new AbortController();
let session: LearnerSession | undefined;
afterEach(async () => {
  await session?.close();
  session = undefined;
});

/** An app that counts the requests which it answers, and does something else with those that `fault` names. */
const app = (fault: string): string => `import { createServer } from 'node:http';
let seen = 0;
let answered = 0;
createServer((request, response) => {
  seen += 1;
  ${fault}
  answered += 1;
  response.end('ok');
}).listen(3000);
createServer((_request, response) => {
  response.setHeader('content-type', 'text/plain; version=0.0.4');
  response.end('# TYPE visits_total counter\\nvisits_total ' + answered + '\\n');
}).listen(8000);
`;
const FAULTS = {
  'closes every connection': 'return request.socket.destroy();',
  'closes some connections': "if (request.url === '/b') return request.socket.destroy();",
  'exits with the third request': 'if (seen === 3) process.exit(3);',
  'answers with something else than HTTP': "return request.socket.end('no\\\\r\\\\n\\\\r\\\\n');",
} as const;

const QUESTIONS = {
  'a number on a page': {
    kind: 'answer',
    question: '?',
    form: 'number',
    metric: 'visits_total',
    port: 'metrics',
  },
  'a fixed number': { kind: 'answer', question: '?', form: 'number', value: 0 },
  'a number that Prometheus knows': { kind: 'answer', question: '?', form: 'number', query: 'vector(0)' },
  'labels that Prometheus knows': {
    kind: 'answer',
    question: '?',
    form: 'labels',
    query: 'label_replace(vector(0), "zero", "0", "", "")',
    labels: ['zero'],
  },
  'a choice': {
    kind: 'answer',
    question: '?',
    form: 'choice',
    choices: [
      { id: '0', text: 'none', because: 'none' },
      { id: '1', text: 'one', because: 'one' },
    ],
    correct: '0',
  },
  'a query': { kind: 'query', query: 'vector(0)', value: 0 },
} satisfies Record<string, CheckSpec>;

async function open(
  code: string,
  check: CheckSpec,
): Promise<{ lab: LearnerSession; dir: string; events: SessionEvent[] }> {
  const { course, workspace } = await sampleWorkspace();
  await writeFile(path.join(workspace.dir, 'main.ts'), code);
  const asking: Course = {
    ...course,
    scenarios: {
      visitors: {
        title: 'visitors',
        requests: [
          { method: 'GET', path: '/a', count: 6 },
          { method: 'POST', path: '/b', count: 4 },
        ],
      },
    },
    steps: course.steps.map((step) =>
      step.id === 'read' ? { ...step, kind: 'answer', scenario: 'visitors', checks: [check] } : step,
    ),
  };
  const events: SessionEvent[] = [];
  session = await openSession({
    dir: workspace.dir,
    course: asking,
    prometheus: 'embedded',
    place: sessionEnv(workspace.dir),
    ports: await planFreePorts(asking.app.ports),
    signal,
  });
  session.subscribe(({ event }) => events.push(event));
  return { lab: session, dir: workspace.dir, events };
}

describe.each(Object.entries(FAULTS))('an app that %s', (_name, fault) => {
  test.each(Object.entries(QUESTIONS))('blocks %s', async (_kind, check) => {
    const { lab } = await open(app(fault), check);
    const report = await lab.call('check', { step: 'read', answer: '0' }, signal);
    expect(report).toMatchObject({
      status: 'blocked',
      checks: [{ status: 'blocked', code: 'traffic-failed' }],
    });
    const [only] = report.checks;
    expect(only?.fact).toMatchObject({
      scenario: 'visitors',
      why: { host: expect.stringContaining('127.0.0.1') },
    });
    // Before it could ask: a step whose only check is a query has no question.
    const code = check.kind === 'answer' ? 'traffic-failed' : 'no-question';
    await expect(lab.call('findAnswer', { step: 'read' }, signal)).rejects.toMatchObject({ code });
  });
});

test('an app that does not start fails the question, however right the answer would be', async () => {
  for (const check of Object.values(QUESTIONS)) {
    const { lab } = await open('throw new Error("no");\n', check);
    const report = await lab.call('check', { step: 'read', answer: '0' }, signal);
    expect(report).toMatchObject({ status: 'fail', checks: [{ code: 'app-crashed' }] });
    await lab.close();
  }
});

test('the traffic is sent again once the app responds, and the answer is judged', async () => {
  const { lab, dir, events } = await open(
    app(FAULTS['closes every connection']),
    QUESTIONS['a number on a page'],
  );
  await lab.call('enter', { step: 'read' }, signal);
  expect(events.filter(({ kind }) => kind === 'traffic-finished')).toEqual([]);
  expect(events).toContainEqual(
    expect.objectContaining({
      kind: 'note',
      isWarning: true,
      fact: expect.objectContaining({ kind: 'traffic-failed', sent: 0 }),
    }),
  );
  await writeFile(path.join(dir, 'main.ts'), app(''));
  await lab.call('restart', { what: 'app' }, signal);
  expect(await lab.call('check', { step: 'read', answer: '0' }, signal)).toMatchObject({ status: 'fail' });
  expect(await lab.call('check', { step: 'read', answer: '10' }, signal)).toMatchObject({ status: 'pass' });
  expect(events.filter(({ kind }) => kind === 'traffic-finished')).toHaveLength(1);
});

test('an app that exits after the traffic is not replaced by one without traffic', async () => {
  const fault = "if (seen === 10) response.on('close', () => process.exit());";
  for (const check of [QUESTIONS['a number on a page'], QUESTIONS['a number that Prometheus knows']]) {
    const { lab } = await open(app(fault), check);
    const report = await lab.call('check', { step: 'read', answer: '0' }, signal);
    expect(report.status).not.toBe('pass');
    expect(['app-restarted', 'app-died', 'traffic-failed']).toContain(report.checks[0]?.code);
    await lab.close();
  }
});

test('traffic from the menu shows why requests failed', async () => {
  const { lab, events } = await open(app(FAULTS['closes some connections']), QUESTIONS['a fixed number']);
  const sent = await lab.call('traffic', { scenario: 'visitors' }, signal);
  expect(sent).toMatchObject({ sent: 6, failed: 4 });
  expect(events.find(({ kind }) => kind === 'traffic-finished')).toMatchObject({
    failed: 4,
    why: { fault: 'closed' },
  });
});
