// Query steps as a learner does them: at the prompt, in a file, from a second terminal.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { createLabFolder, type LabFolder } from '../support/lab.ts';
import { realPrometheus } from '../support/real-prometheus.ts';

const COURSE = fileURLToPath(new URL('../fixtures/query-course', import.meta.url));
const QUERY = 'sum(\n  rate(doorbell_rings_total[5m])\n)';

let folder: LabFolder | undefined;
afterEach(async () => {
  await folder?.remove();
  folder = undefined;
});

/** What a terminal sends where a text is pasted. */
const pasted = (text: string): string => `\u001b[200~${text.replaceAll('\n', '\r')}\u001b[201~`;
const CLEAR_LINE = '\u0015';

const PROVIDERS = [
  { name: 'embedded', flag: 'embedded' },
  ...(realPrometheus === undefined ? [] : [{ name: 'managed', flag: realPrometheus }]),
];

test.each(PROVIDERS)(
  'on $name a learner writes queries at the prompt, in a file and from a second terminal',
  async ({ flag }) => {
    folder = await createLabFolder();
    const { workspace } = folder;
    const flags = ['--course', COURSE, '--trust-course', '--prometheus', flag];
    const lab = folder.open('start', ...flags);
    await lab.sees('Loaded into Prometheus: "Two hours at the door" (2 hours, up to 15 minutes ago).');
    await lab.sees('rings-per-second: write a query, queries/rings-per-second.promql');
    const file = path.join(workspace, 'queries/rings-per-second.promql');
    expect(await readFile(file, 'utf8')).toBe('');

    await lab.choose('Write the query');
    await lab.sees('Your query');
    lab.type('sum(doorbell_rings_total)\r');
    await lab.sees('Step rings-per-second does not pass yet.');
    await lab.choose('Write the query');
    await lab.sees(/Your query.*sum\(doorbell_rings_total\)/);
    lab.type(CLEAR_LINE);
    lab.press('enter');
    // An empty query goes back: nothing is written.
    await lab.choose('Write the query');
    await lab.sees(/Your query.*sum\(doorbell_rings_total\)/);
    lab.type(CLEAR_LINE);
    lab.type(pasted(`${QUERY}\n`));
    await lab.sees('rate(doorbell_rings_total[5m])⏎)');
    lab.press('enter');
    await lab.sees('Step rings-per-second passes.');
    expect(await readFile(file, 'utf8')).toBe(`${QUERY}\n`);
    // What the prompt has written is no save, and no work of the learner's that has to be kept.
    expect(lab.screen()).not.toContain('Saved:');
    expect(await readdir(path.join(workspace, '.ecom-lab')).then((names) => names.includes('backups'))).toBe(
      false,
    );

    await lab.choose('Query Prometheus');
    await lab.sees('PromQL, for example');
    lab.type('sum(rate(doorbell_rings_total[5m])) [3h]\r');
    await lab.sees(/from .* to (?:2|1\.9\d*)/);

    await lab.choose('Continue with step 2');
    await lab.sees('Step 2 of 2');
    const byDoor = path.join(workspace, 'queries/rings-by-door.promql');
    await writeFile(byDoor, '# all doors\nsum(rate(doorbell_rings_total[5m]))\n');
    await lab.sees('Saved: queries/rings-by-door.promql');
    await lab.sees('Step rings-by-door does not pass yet.');
    await writeFile(path.join(workspace, 'queries/notes.promql'), 'up\n');
    await lab.sees('Saved: queries/notes.promql');
    await lab.choose('Show a hint (1 of 2)');
    const untilHint = await lab.sees('Hint 1 of 2');
    expect(untilHint).not.toContain('Checking again');

    const right = 'sum by (door) (rate(doorbell_rings_total[5m]))';
    const second = await folder.run('check', 'rings-by-door', '--answer', right, ...flags);
    expect(second).toMatchObject({ exitCode: 0 });
    expect(second.stdout).toContain('.ecom-lab/backups/');
    await lab.sees('Step rings-by-door passes.');
    expect(await readFile(byDoor, 'utf8')).toBe(`${right}\n`);

    await rm(byDoor);
    await lab.sees('Step rings-by-door does not pass yet.');
    await lab.choose('Apply the solution');
    await lab.sees('Replace your version');
    lab.type('y\r');
    await lab.sees('The query of the solution:');
    await lab.sees('Step rings-by-door passes.');
    await lab.choose('Quit');
    await expect(lab.exited).resolves.toMatchObject({ exitCode: 0 });

    // The history is there after a restart, and is not loaded again.
    const again = folder.open('start', ...flags);
    await again.sees('Step 2 of 2');
    await again.choose('More');
    await again.sees('Go to another step');
    expect(again.screen()).not.toContain('Loaded into Prometheus');
    again.press('ctrlC');
    await again.exited;
  },
);
