// Escape sequences from everywhere (file names, logs, metrics, configurations, flags) never reach the terminal.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLabFolder, type LabFolder } from '../support/lab.ts';
import { prepareWorkspace, stageText } from './support/prepare-workspace.ts';
import { shownOnFailure } from './support/show-on-failure.ts';

let folder: LabFolder;
beforeEach(async () => {
  folder = await createLabFolder();
});
afterEach(() => folder.remove());

/** A window title, a jump of the cursor that the lab itself never makes, a bell, and the one-byte form of the same. */
const HOSTILE = '\u001b]0;owned\u0007\u001b[666C\u009b666D\u202e';
const IN_CODE = String.raw`\u001b]0;owned\u0007\u001b[666C\u009b666D\u202e`;

/** What of it a terminal would obey. inquirer writes sequences of its own, but none of these. */
function harmfulIn(printed: string): readonly string[] {
  return ['\u001b]', '\u001b[666', '\u009b', '\u0007', '\u202e'].filter((sequence) =>
    printed.includes(sequence),
  );
}

describe('the terminal of the lab', () => {
  test('gets no escape sequence of an app, a file name, a label or a log', async () => {
    const workspace = await prepareWorkspace(folder, { step: 'label-requests', stage: 'labeled-counter' });
    const lab = shownOnFailure(folder.open('start', '--prometheus', 'embedded'));
    await lab.sees('Step 7 of 13');
    await lab.sees('What next?');
    await writeFile(path.join(workspace, `own${HOSTILE}.ts`), '// nothing\n');
    await lab.sees('Saved:');
    const program = await stageText('labeled-counter');
    await writeFile(
      path.join(workspace, 'main.ts'),
      `${program.replaceAll("path: '/products'", `path: '/products${IN_CODE}'`)}\nconsole.log('${IN_CODE}shown');\n`,
    );
    await lab.sees('Step label-requests does not pass yet.');
    // The app starts after the verdict: its log has lines when another terminal has seen it run.
    expect((await folder.run('restart')).exitCode).toBe(0);
    await lab.choose('More');
    await lab.sees('Back');
    lab.type('Read');
    await lab.sees(/❯ Read the app/);
    lab.press('enter');
    await lab.sees('shown');
    await writeFile(path.join(workspace, 'main.ts'), `throw new Error('${IN_CODE}thrown');\n`);
    await lab.sees('thrown');
    lab.press('ctrlC');
    await lab.exited;
    expect(harmfulIn(lab.raw())).toEqual([]);
  });

  test('gets none of a prometheus.yml, a query, an answer or a flag', async () => {
    const workspace = await prepareWorkspace(folder, { step: 'scrape-api', stage: 'labeled-counter' });
    const printed: string[] = [];
    const run = async (...args: readonly string[]): Promise<void> => {
      const { stdout, stderr } = await folder.run(...args);
      printed.push(stdout, stderr);
    };
    await writeFile(path.join(workspace, 'prometheus.yml'), `scrape_configs:\n  - job_name: "${HOSTILE}\n`);
    await run('check', 'scrape-api', '--prometheus', 'embedded');
    await run('apply', 'scrape-api');
    await writeFile(path.join(workspace, 'prometheus.yml'), `scrape_configs:\n  - ${HOSTILE}: 1\n`);
    await run('query', `up{job="${HOSTILE}"`, '--prometheus', 'embedded');
    await run('check', 'tour', '--answer', HOSTILE);
    await run('check', HOSTILE);
    await run('check', '--prometheus', HOSTILE);
    await run(`check${HOSTILE}`);
    await run('list', '--dir', HOSTILE);
    await run('list', '--course', HOSTILE);
    await run('traffic', HOSTILE);
    expect(printed.join('').length).toBeGreaterThan(1_000);
    expect(harmfulIn(printed.join('\n'))).toEqual([]);
    expect(printed.join('')).not.toContain('\u001b');
  });
});
