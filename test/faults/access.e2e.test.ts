// Security: the lab listens to this computer alone, shows no secret, and lets no program write to the terminal.
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLabFolder, type LabFolder } from '../support/lab.ts';
import { realPrometheus } from '../support/real-prometheus.ts';
import { prepareWorkspace, stageText } from './support/prepare-workspace.ts';
import { familyOf, listeningSockets } from './support/processes.ts';

const SECRET = 'hush-5f0b6d1c';
/** As the kernel writes 127.0.0.1 and ::1. */
const LOOPBACK = new Set([
  '0100007F',
  '00000000000000000000000001000000',
  '0000000000000000FFFF00000100007F',
]);
const PROVIDERS = [
  { name: 'embedded', flag: 'embedded' },
  ...(realPrometheus === undefined ? [] : [{ name: 'managed', flag: realPrometheus }]),
];

let folder: LabFolder;
beforeEach(async () => {
  folder = await createLabFolder({ ECOM_LAB_TEST_SECRET: SECRET });
});
afterEach(async () => {
  await folder.remove();
});

/** The text of every file that the lab has written for itself, links and bundles left out. */
async function stateFiles(workspace: string): Promise<ReadonlyMap<string, string>> {
  const dir = path.join(workspace, '.ecom-lab');
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(files.map(async (file) => [file, await readFile(file, 'latin1')] as const)),
  );
}

describe.skipIf(process.platform !== 'linux').each(PROVIDERS)(
  'a session on the $name Prometheus',
  ({ flag }) => {
    test('listens on loopback only, in all its processes, and does not reveal its token', async () => {
      const workspace = await prepareWorkspace(folder, { step: 'scrape-api', stage: 'labeled-counter' });
      const lab = folder.open('start', '--prometheus', flag);
      await lab.sees('Step 8 of 13');
      await lab.sees('What next?');
      const applied = await folder.run('apply', 'scrape-api', '--json');
      expect(applied.exitCode, applied.stderr).toBe(0);
      const checked = await folder.run('check', 'scrape-api', '--json');
      expect(checked.exitCode, checked.stdout).toBe(0);

      const sockets = await listeningSockets(await familyOf(lab.pid));
      // The app's two, Prometheus's, the session's.
      expect(sockets.length).toBeGreaterThanOrEqual(4);
      expect(sockets.filter(({ address }) => !LOOPBACK.has(address))).toEqual([]);

      const sessionFile = path.join(workspace, '.ecom-lab/session.json');
      expect((await stat(sessionFile)).mode & 0o777).toBe(0o600);
      const { token } = JSON.parse(await readFile(sessionFile, 'utf8')) as { token: string };
      const telling = [...(await stateFiles(workspace))].filter(
        ([file, text]) => file !== sessionFile && (text.includes(token) || text.includes(SECRET)),
      );
      expect(telling).toEqual([]);
      expect(lab.screen()).not.toContain(token);

      const answers = await Promise.allSettled(
        [...new Set(sockets.map(({ port }) => port))].map(async (port) =>
          fetch(`http://127.0.0.1:${port}/api/v1/query?query=up`, {
            headers: { origin: 'http://evil.example' },
          }),
        ),
      );
      const answered = answers.flatMap((it) => (it.status === 'fulfilled' ? [it.value] : []));
      // Prometheus's at least.
      expect(answered.map(({ status }) => status)).toContain(200);
      for (const { headers } of answered) expect(headers.get('access-control-allow-origin')).toBeNull();

      lab.press('ctrlC');
      await lab.exited;
    });
  },
);

describe('escape sequences', () => {
  const ESCAPE = '\u001b';
  const HOSTILE = String.raw`\u001b]0;owned\u0007\u001b[2J\u009b31mred`;

  test.each([
    ['that throws escape sequences', `throw new Error("${HOSTILE}");\n`],
    ['that prints them and exits', `console.log("${HOSTILE}"); process.exit(3);\n`],
    ['with a syntax error in the line that has them', `const a = "\u001b[2J" +* 1;\n`],
  ])('of an app %s do not reach the terminal', async (_what, program) => {
    await prepareWorkspace(folder, { step: 'define-counter' });
    await writeFile(path.join(folder.workspace, 'main.ts'), program);
    const checked = await folder.run('check', 'define-counter');
    expect(checked.exitCode).toBe(1);
    const words = checked.stdout + checked.stderr;
    expect(words).not.toContain(ESCAPE);
    expect(words).not.toContain('\u009b');
    expect(words).not.toContain('\u0007');
  });

  test('do not reach the terminal through a diff', async () => {
    await prepareWorkspace(folder, { step: 'count-requests', stage: 'plain-counter' });
    const main = path.join(folder.workspace, 'main.ts');
    await writeFile(main, `// \u001b[2J\u001b]0;owned\u0007\n${await stageText('plain-counter')}`);
    const shown = await folder.run('diff', 'count-requests');
    expect(shown.exitCode).toBe(0);
    expect(shown.stdout).toContain('-// ');
    expect(shown.stdout).not.toContain(ESCAPE);
  });
});
