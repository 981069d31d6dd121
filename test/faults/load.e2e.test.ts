// Load: what a long session costs. A short run of it here; `npm run soak` does the same for ten minutes.
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createLabFolder, type LabFolder } from '../support/lab.ts';
import { manualClock } from '../../src/prometheus/model/clock.ts';
import { startPrometheus } from '../../src/prometheus/index.ts';
import { writeFile } from 'node:fs/promises';
import { runLoad } from './support/load.ts';
import { prepareWorkspace } from './support/prepare-workspace.ts';

let folder: LabFolder | undefined;
afterEach(async () => {
  await folder?.remove();
  folder = undefined;
});

const ROUNDS = 12;
/** What a runner may grow by, once warm: far less than one leak a round would cost. */
const GROWTH_BYTES = 40_000_000;

describe.skipIf(process.platform !== 'linux')('a session under load', () => {
  test('keeps the number of open files and processes and its memory constant', async () => {
    folder = await createLabFolder();
    await prepareWorkspace(folder, { step: 'label-requests', stage: 'labeled-counter' });
    const { warm, last } = await runLoad(folder, (round) => round < ROUNDS);
    expect(last.openFiles).toBeLessThanOrEqual(warm.openFiles + 4);
    expect(last.processes).toBeLessThanOrEqual(warm.processes);
    expect(last.residentBytes - warm.residentBytes).toBeLessThan(GROWTH_BYTES);
  });
});

test('a simulated day of scrapes stays within its limits and can be queried', async () => {
  folder = await createLabFolder();
  const configFile = path.join(folder.dir, 'prometheus.yml');
  // Nothing listens on the second target: its `up` is 0 all day, and it costs no network.
  await writeFile(
    configFile,
    "global:\n  scrape_interval: 1m\nscrape_configs:\n  - job_name: gone\n    static_configs:\n      - targets: ['127.0.0.1:9']\n",
  );
  const clock = manualClock(Date.UTC(2026, 0, 1));
  const server = await startPrometheus({ configFile, port: 0, clock });
  try {
    const dayMs = 24 * 3_600_000;
    await clock.advance(dayMs, () => server.whenIdle());
    const time = (Date.UTC(2026, 0, 1) + dayMs) / 1000;
    const answer = await fetch(`${server.url}/api/v1/query?query=count_over_time(up[1d])&time=${time}`);
    const { data } = (await answer.json()) as { data: { result: { value: [number, string] }[] } };
    expect(Number(data.result[0]?.value[1])).toBeGreaterThanOrEqual(1439);
  } finally {
    await server.stop();
  }
});
