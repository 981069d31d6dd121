// Part two as a learner goes through it: queries at the prompt and in files, rules, alerts, and an incident to explain.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { STEPS } from '../support/built-in-course.ts';
import { createLabFolder, type LabFolder } from '../support/lab.ts';
import { realPrometheus } from '../support/real-prometheus.ts';
import type { TerminalProgram } from '../support/terminal.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = (file: string): Promise<string> => readFile(path.join(root, file), 'utf8');

let folder: LabFolder | undefined;
afterEach(async () => {
  await folder?.remove();
  folder = undefined;
});

const PROVIDERS = [
  { name: 'embedded', flag: 'embedded' },
  ...(realPrometheus === undefined ? [] : [{ name: 'managed', flag: realPrometheus }]),
];

/** The number of a step, and what the lab prints above its text. */
function place(id: string): { readonly number: number; readonly title: string } {
  const { number } = STEPS.find((step) => step.id === id) ?? { number: 0 };
  return { number, title: `Step ${number} of ${STEPS.length}` };
}

/** A learner who begins at a step, in a folder of this test. */
async function learner(step: string, flag: string) {
  const home = await createLabFolder();
  folder = home;
  const lab = home.open('start', '--from', step, '--prometheus', flag);
  await lab.sees(place(step).title);
  // The addresses, which come below the text.
  await lab.sees(/^Prometheus +http:\S+\n/m);
  return {
    home,
    lab,
    save: (file: string, text: string): Promise<void> => writeFile(path.join(home.workspace, file), text),
    read: (file: string): Promise<string> => readFile(path.join(home.workspace, file), 'utf8'),
  };
}

const continueWith = async (lab: TerminalProgram, step: string): Promise<void> => {
  await lab.choose(`Continue with step ${place(step).number}`);
  await lab.sees(place(step).title);
};

interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [seconds: number, value: string];
  readonly values?: readonly (readonly [seconds: number, value: string])[];
}

interface Alert {
  readonly state: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What Prometheus answers where the lab says that it is. */
async function api<T>(lab: TerminalProgram, call: string, params: Record<string, string> = {}): Promise<T> {
  const url = /^Prometheus +(http:\S+)$/m.exec(lab.screen())?.[1];
  const response = await fetch(`${url}/api/v1/${call}?${new URLSearchParams(params).toString()}`);
  return ((await response.json()) as { readonly data: T }).data;
}

/** Asks for the alerts again and again, until they are the wanted ones. */
async function seesAlerts(
  lab: TerminalProgram,
  areWanted: (alerts: readonly Alert[]) => boolean,
): Promise<void> {
  for (;;) {
    const { alerts } = await api<{ readonly alerts: readonly Alert[] }>(lab, 'alerts');
    if (areWanted(alerts)) return;
    await wait(200);
  }
}

/** Asks again and again, until the query has a result. */
async function seesRows(lab: TerminalProgram, query: string): Promise<void> {
  for (;;) {
    const { result } = await api<{ readonly result: readonly Series[] }>(lab, 'query', { query });
    if (result.length > 0) return;
    await wait(200);
  }
}

const has =
  (state: string, name: string) =>
  (alerts: readonly Alert[]): boolean =>
    alerts.some((alert) => alert.state === state && alert.labels['alertname'] === name);

/** What the past hour says of an incident with failures, as a learner would find it. */
async function lookBack(lab: TerminalProgram) {
  const now = Date.now() / 1000;
  const ask = async (query: string): Promise<readonly Series[]> => {
    const { result } = await api<{ readonly result: readonly Series[] }>(lab, 'query', { query });
    return result;
  };
  const largest = (all: readonly Series[]): Series | undefined =>
    all.toSorted((a, b) => Number(b.value?.[1]) - Number(a.value?.[1]))[0];
  const name = ({ metric }: Series = { metric: {} }): string => `${metric['method']} ${metric['path']}`;

  const past = 'instance!~"localhost.*"';
  const failed = `sum by (path, method) (rate(http_requests_total{${past}, code=~"5.."}[5m]))`;
  const share = `${failed} / sum by (path, method) (rate(http_requests_total{${past}}[5m]))`;
  const worst = largest(await ask(`max_over_time((${share})[10m:15s])`));
  const { result } = await api<{ readonly result: readonly Series[] }>(lab, 'query_range', {
    query: share,
    start: String(now - 3600),
    end: String(now),
    step: '15',
  });
  const line = result.find((one) => name(one) === name(worst))?.values ?? [];
  const [seconds = 0] = line.find(([, value]) => Number(value) > 0.005) ?? [];
  const at = new Date(seconds * 1000);
  const fired = await ask('max_over_time(ALERTS{alertstate="firing"}[1h])');
  const ever = await ask(
    `sum by (path, method) (last_over_time(http_requests_total{${past}, code=~"5.."}[1h]))`,
  );
  return {
    endpoint: name(worst),
    mostEver: name(largest(ever)),
    since: [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':'),
    badly: `${Math.round(Number(worst?.value?.[1]) * 100)} %`,
    alert: fired[0]?.metric['alertname'] ?? 'none',
  };
}

describe.each(PROVIDERS)('a learner of part two, on $name', ({ flag }) => {
  test('writes queries and edits the program: each wrong one says why, each right one passes', async () => {
    const { home, lab, save, read } = await learner('requests-per-second', flag);
    await lab.choose('Write the query');
    await lab.sees('Your query');
    lab.type('sum by (path) (http_requests_total)\r');
    await lab.sees('Step requests-per-second does not pass yet.');
    // The smallest history that shows it, in numbers.
    expect(lab.screen()).toMatch(/your query +\S/);
    await save('queries/requests-per-second.promql', 'sum(rate(http_requests_total[5m]))\n');
    await lab.sees('Saved: queries/requests-per-second.promql');
    await lab.sees('Step requests-per-second does not pass yet.');
    await save('queries/requests-per-second.promql', 'sum by (path) (rate(http_requests_total[5m]))\n');
    await lab.sees('Step requests-per-second passes.');

    await continueWith(lab, 'count-across-restarts');
    await lab.choose('Write the query');
    await lab.sees('Your query');
    lab.type('sum(increase(http_requests_total[1h]))\r');
    await lab.sees('Step count-across-restarts passes.');
    expect(lab.screen()).toMatch(/Restart\s+the\s+app\s+and\s+check\s+the\s+query\s+again/);
    expect(await home.run('traffic')).toMatchObject({ exitCode: 0 });
    await seesRows(lab, 'sum(http_requests_total) > 0');
    expect(await home.run('restart')).toMatchObject({ exitCode: 0 });
    await seesRows(lab, `min(timestamp(up)) > ${Date.now() / 1000}`);
    await lab.choose('Write the query');
    await lab.sees('Your query');
    lab.press('enter');
    await lab.sees(/your query +\d\S*, now \d/);
    await lab.sees(/sum\(http_requests_total\) +\d\S*, now nothing/);
    expect(await read('queries/count-across-restarts.promql')).toBe(
      'sum(increase(http_requests_total[1h]))\n',
    );

    await continueWith(lab, 'count-outcomes');
    const outcomes = await source('src/app/outcome-counter.ts');
    await save(
      'main.ts',
      outcomes.replace("once('close'", "once('finish'").replace("on('close'", "on('finish'"),
    );
    await lab.sees('Step count-outcomes does not pass yet.');
    await save('main.ts', outcomes);
    await lab.sees('Step count-outcomes passes.');
    await lab.choose('Quit');
    await expect(lab.exited).resolves.toMatchObject({ exitCode: 0 });
  });

  test('writes rules, and sees an alert of theirs pending and firing', async () => {
    const { lab, save, read } = await learner('record-rules', flag);
    const recorded = await source('steps/26-record-rules/solution/rules.yml');
    await save('rules.yml', recorded);
    await lab.sees('Step record-rules does not pass yet.');
    const config = await read('prometheus.yml');
    await save('prometheus.yml', `${config.trimEnd()}\n\nrule_files:\n  - rules.yml\n`);
    await lab.sees('Step record-rules passes.');

    await continueWith(lab, 'alert-on-target-down');
    const alerts = await source('steps/27-alert-on-target-down/solution/rules.yml');
    await save('rules.yml', alerts.replace('for: 1m', 'for: 5s'));
    await lab.sees('Step alert-on-target-down does not pass yet.');
    const program = await read('main.ts');
    await save('main.ts', `${program}\n}\n`);
    await seesAlerts(lab, has('pending', 'ApiTargetDown'));
    await seesAlerts(lab, has('firing', 'ApiTargetDown'));
    await save('main.ts', program);
    await seesAlerts(lab, (all) => all.length === 0);
    await save('rules.yml', alerts);
    await lab.sees('Step alert-on-target-down passes.');
    await lab.choose('Quit');
    await expect(lab.exited).resolves.toMatchObject({ exitCode: 0 });
  });

  test('finds the cause of an incident by querying, and finishes the course', async () => {
    const { home, lab } = await learner('find-the-cause', flag);
    const answer = async (parts: readonly string[]): Promise<void> => {
      await lab.choose('Answer the question');
      for (const [index, question] of [
        'Which endpoint',
        'Since when',
        'How badly',
        'Which alert',
      ].entries()) {
        await lab.sees(question);
        lab.type(`${parts[index]}\r`);
      }
    };
    const past = await lookBack(lab);
    // The endpoint with the most failures ever is not the one that fails now.
    await answer([past.mostEver, past.since, past.badly, past.alert]);
    await lab.sees(/has\s+the\s+most\s+errors\s+since\s+its\s+counters\s+began/);
    await lab.sees('Step find-the-cause does not pass yet.');
    // What was right before need not be typed again.
    await answer([past.endpoint, '', '', '']);
    await lab.sees('Step find-the-cause passes.');
    await lab.choose('Finish');
    await lab.sees('Where to go from here');
    await expect(lab.exited).resolves.toMatchObject({ exitCode: 0 });
    const { steps } = JSON.parse((await home.run('list', '--json')).stdout) as {
      steps: { status: string }[];
    };
    expect(steps.at(-1)?.status).toBe('passed');
  });
});
