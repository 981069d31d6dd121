// Changes around a workspace: where it is, how its files are saved, who else uses it, and state that is damaged or old.
import { mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLabFolder, type LabFolder } from '../support/lab.ts';
import { prepareWorkspace, stageText } from './support/prepare-workspace.ts';

let folder: LabFolder;
beforeEach(async () => {
  folder = await createLabFolder();
});
afterEach(async () => {
  await folder.remove();
});

const check = async (
  step: string,
  ...args: string[]
): Promise<{ status: string; code: string | undefined }> => {
  const run = await folder.run('check', step, '--json', ...args);
  const report = JSON.parse(run.stdout) as { status: string; checks: { code?: string }[] };
  return { status: report.status, code: report.checks.at(-1)?.code };
};

const stateFile = (name: string): string => path.join(folder.workspace, '.ecom-lab', name);

describe('where the workspace is', () => {
  test.each(['with spaces and "quotes"', "it's here", 'Übung für Zoë – 練習', 'a $HOME & `b`; c'])(
    'a path like %s works from init to a verdict',
    async (dir) => {
      await prepareWorkspace(folder, { step: 'count-requests', stage: 'plain-counter', dir });
      await expect(check('count-requests', '--dir', dir)).resolves.toMatchObject({ status: 'pass' });
      const applied = await folder.run('apply', 'label-requests', '--dir', dir, '--json');
      expect(JSON.parse(applied.stdout)).toMatchObject({ files: ['main.ts'] });
    },
  );

  test('a workspace behind a link is judged and changed in its real location', async () => {
    await prepareWorkspace(folder, { step: 'count-requests', stage: 'plain-counter', dir: 'true-place' });
    await symlink(path.join(folder.dir, 'true-place'), path.join(folder.dir, 'ecom-lab'));
    await expect(check('count-requests')).resolves.toMatchObject({ status: 'pass' });
    await folder.run('apply', 'label-requests');
    await expect(readFile(path.join(folder.dir, 'true-place/main.ts'), 'utf8')).resolves.toBe(
      await stageText('labeled-counter'),
    );
  });
});

describe('how files are saved', () => {
  test.each([
    ['with Windows line endings', (text: string) => text.replaceAll('\n', '\r\n')],
    ['with a byte order mark', (text: string) => `\ufeff${text}`],
    ['with both', (text: string) => `\ufeff${text.replaceAll('\n', '\r\n')}`],
  ])(
    '%s: program, package.json and prometheus.yml are read, and stay that way when the lab writes',
    async (_how, encode) => {
      const workspace = await prepareWorkspace(folder, { step: 'scrape-api', stage: 'labeled-counter' });
      for (const file of ['main.ts', 'package.json', 'prometheus.yml']) {
        const place = path.join(workspace, file);
        await writeFile(place, encode(await readFile(place, 'utf8')));
      }
      await expect(check('install-client')).resolves.toMatchObject({ status: 'pass' });
      await expect(check('label-requests')).resolves.toMatchObject({ status: 'pass' });
      await folder.run('apply', 'scrape-api');
      const config = await readFile(path.join(workspace, 'prometheus.yml'), 'utf8');
      expect(config).toContain('job_name: api');
      expect(config).toBe(encode(config.replace(/^\ufeff/, '').replaceAll('\r\n', '\n')));
      await expect(check('scrape-api', '--prometheus', 'embedded')).resolves.toMatchObject({
        status: 'pass',
      });
    },
  );

  test('by atomic rename, as editors do, and in a burst: the last save is judged', async () => {
    const workspace = await prepareWorkspace(folder, { step: 'count-requests', stage: 'base' });
    const main = path.join(workspace, 'main.ts');
    const good = await stageText('plain-counter');
    const lab = folder.open('start', '--prometheus', 'embedded');
    await lab.sees('Step 4 of 13');
    await lab.sees('What next?');
    const save = async (text: string): Promise<void> => {
      await writeFile(`${main}.swp`, text);
      await rename(`${main}.swp`, main);
    };
    await save(good.replaceAll('httpRequestsTotal.inc();', ''));
    await lab.sees('Step count-requests does not pass yet.');
    for (let i = 0; i < 30; i += 1) await save(i % 2 === 0 ? 'this is no program' : `${good}// ${i}\n`);
    await lab.sees('Step count-requests passes.');
    lab.press('ctrlC');
    await expect(lab.exited).resolves.toMatchObject({ exitCode: 130 });
  });
});

describe('who else uses it', () => {
  test('a second start names the session that has the workspace, and the first one continues', async () => {
    await prepareWorkspace(folder, { step: 'tour' });
    const first = folder.open('start', '--prometheus', 'embedded');
    await first.sees('What next?');
    const second = folder.open('start', '--prometheus', 'embedded');
    await second.sees(`process ${first.pid}`);
    await expect(second.exited).resolves.toMatchObject({ exitCode: 2 });
    const answered = await folder.run('check', 'tour', '--answer', '4', '--json');
    expect(JSON.parse(answered.stdout)).toMatchObject({ status: 'pass' });
    first.press('ctrlC');
    await expect(first.exited).resolves.toMatchObject({ exitCode: 130 });
  });

  test.skipIf(process.platform === 'win32')(
    'a runner that was suspended continues where it was',
    async () => {
      const workspace = await prepareWorkspace(folder, { step: 'count-requests', stage: 'base' });
      const lab = folder.open('start', '--prometheus', 'embedded');
      await lab.sees('Step 4 of 13');
      await lab.sees('What next?');
      process.kill(lab.pid, 'SIGSTOP');
      await writeFile(path.join(workspace, 'main.ts'), await stageText('plain-counter'));
      process.kill(lab.pid, 'SIGCONT');
      await lab.sees('Step count-requests passes.');
      lab.press('ctrlC');
      await expect(lab.exited).resolves.toMatchObject({ exitCode: 130 });
    },
  );
});

describe('when its state is damaged or old', () => {
  test.each([
    ['workspace.json', { version: 99, course: 'shop-metrics', seed: 0, created: '2026-01-01T00:00:00.000Z' }],
    ['progress.json', { version: 99, steps: {} }],
  ])('%s of a newer lab is rejected and left unchanged', async (name, content) => {
    await prepareWorkspace(folder, { step: 'tour' });
    const text = JSON.stringify(content);
    await writeFile(stateFile(name), text);
    const run = await folder.run('check', 'tour', '--answer', '4', '--json');
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('newer');
    expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: expect.any(String) as string } });
    await expect(readFile(stateFile(name), 'utf8')).resolves.toBe(text);
  });

  test('corrupt progress is moved aside and reported, and the lab continues', async () => {
    await prepareWorkspace(folder, { step: 'tour' });
    await writeFile(stateFile('progress.json'), '{"version":1,"steps":{"tour"');
    await writeFile(stateFile('journal.jsonl'), '{"at":"2026-01-01T00:00:00.000Z","kind":"ope');
    const run = await folder.run('check', 'tour', '--answer', '4');
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain('progress.json.unreadable-');
    const journal = (await readFile(stateFile('journal.jsonl'), 'utf8')).split('\n');
    expect(journal[0]).toBe('{"at":"2026-01-01T00:00:00.000Z","kind":"ope');
    expect(JSON.parse(journal[1] ?? '')).toMatchObject({ kind: 'answer', step: 'tour' });
  });

  test('times in the future, as after a clock was set back, do no harm', async () => {
    await prepareWorkspace(folder, { step: 'tour' });
    const future = '2999-01-01T00:00:00.000Z';
    const steps = { tour: { status: 'open', attempts: 3, hintsShown: 1, openedAt: future } };
    await writeFile(stateFile('progress.json'), JSON.stringify({ version: 1, current: 'tour', steps }));
    await writeFile(
      stateFile('journal.jsonl'),
      `${JSON.stringify({ at: future, kind: 'opened', step: 'tour' })}\n`,
    );
    await expect(check('tour', '--answer', '4')).resolves.toMatchObject({ status: 'pass' });
    const report = await folder.run('report', '--json');
    expect(report.exitCode).toBe(0);
    expect(report.stdout).not.toMatch(/"[a-zA-Z]*Ms":-/);
  });

  test('a lock and a session file of a dead runner block no command', async () => {
    await prepareWorkspace(folder, { step: 'tour' });
    const gone = {
      pid: 2 ** 22 - 1,
      since: '2026-01-01T00:00:00.000Z',
      hostname: os.hostname(),
      token: '0123456789abcdef',
    };
    await writeFile(stateFile('lock'), JSON.stringify(gone));
    await writeFile(
      stateFile('session.json'),
      JSON.stringify({ version: 1, pid: gone.pid, url: 'http://127.0.0.1:9', token: 'gone' }),
    );
    await mkdir(stateFile('run/1-1'), { recursive: true });
    await expect(check('tour', '--answer', '4')).resolves.toMatchObject({ status: 'pass' });
  });
});
