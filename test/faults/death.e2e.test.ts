// Whatever ends the runner, and whenever: none of its processes survives, and the learner loses nothing.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LabFolder } from '../support/lab.ts';
import type { TerminalProgram } from '../support/terminal.ts';
import { startHeadless, type RunningProgram } from './support/headless.ts';
import { CURRENT, learnerFiles, makeLearner } from './support/learner.ts';
import {
  isApp,
  openSession,
  ownCopy,
  programOf,
  RELEASE_SUMS,
  serveForTest,
  STAGES,
  type Start,
} from './support/stages.ts';
import { leftAfter, lookBefore, processesOf, until } from './support/traces.ts';

let learner: LabFolder;
beforeAll(async () => {
  learner = await makeLearner();
});
afterAll(() => learner.remove());

/** The terminal of each program that was opened in one. */
const terminals = new WeakMap<RunningProgram, TerminalProgram>();
const inTerminal: Start = (folder, ...args) => {
  const program = folder.open(...args);
  terminals.set(program, program);
  return program;
};

interface Death {
  readonly death: string;
  readonly start: Start;
  readonly come: (program: RunningProgram) => void;
  /** What the shell is told, where the runner ends by itself and somebody is there to be told. */
  readonly exitCode?: number;
}

const terminalOf = (program: RunningProgram): TerminalProgram =>
  terminals.get(program) ?? (program as TerminalProgram);

const DEATHS: readonly Death[] = [
  // Without a terminal where that is possible: the system itself ends a good part of what runs in one.
  { death: 'SIGKILL', start: startHeadless, come: (program) => program.kill('SIGKILL') },
  { death: 'SIGTERM', start: startHeadless, come: (program) => program.kill('SIGTERM'), exitCode: 143 },
  { death: 'a closed terminal', start: inTerminal, come: (program) => terminalOf(program).hangUp() },
  {
    death: 'Ctrl-C',
    start: inTerminal,
    come: (program) => terminalOf(program).press('ctrlC'),
    exitCode: 130,
  },
];

const CASES = STAGES.flatMap((stage) =>
  DEATHS.map((death) => [stage.name, death.death, { ...stage, ...death }] as const),
);

/** No stack trace and no bug report on the way out. */
const FAULT = /\n\s+at .*:\d+|Bug in the lab/;

// The tables of /proc are what tells that nothing at all is left.
describe.runIf(process.platform === 'linux').concurrent('a runner that ends', () => {
  test.for(CASES)(
    '%s by %s leaves no process and no port within 2 s, and resumes at the same step',
    async ([, , { reach, start, come, exitCode, isSkipped }], context) => {
      context.skip(isSkipped === true, 'there is no real Prometheus here');
      const { folder, program } = await reach(learner, start, context);
      const files = await learnerFiles(folder);
      const before = lookBefore(folder.dir);
      expect(before.processes.length).toBeGreaterThan(0);

      come(program);
      expect(await leftAfter(folder.dir, before)).toEqual([]);
      const end = await program.exited;
      expect(end.exitCode).toBe(exitCode ?? end.exitCode);
      expect(program.screen()).not.toMatch(FAULT);

      expect(await learnerFiles(folder)).toEqual(files);
      const again = await openSession(folder);
      await again.sees(`Step ${CURRENT.number} of 13`);
      expect(await learnerFiles(folder)).toEqual(files);
      expect(await readdir(path.join(folder.workspace, '.ecom-lab'))).not.toContainEqual(
        expect.stringContaining('progress.json.'),
      );
    },
  );

  test('by Ctrl-C, pressed twice, ends at once', async (context) => {
    const folder = await ownCopy(context, learner, 'stubborn');
    const program = await openSession(folder);
    await program.sees(`Step ${CURRENT.number} of 13`);
    const before = lookBefore(folder.dir);
    program.press('ctrlC');
    program.press('ctrlC');
    expect(await leftAfter(folder.dir, before)).toEqual([]);
    expect((await program.exited).exitCode).toBe(130);
  });

  test.for([
    ['Quit', 0, (program: TerminalProgram) => program.choose('Quit')],
    ['Ctrl-C', 130, (program: TerminalProgram) => Promise.resolve(program.press('ctrlC'))],
    ['SIGTERM', 143, (program: TerminalProgram) => Promise.resolve(program.kill('SIGTERM'))],
  ] as const)('by %s also ends an app that ignores every signal', async ([, exitCode, leave], context) => {
    const folder = await ownCopy(context, learner, 'stubborn');
    const program = await openSession(folder);
    await program.sees(`Step ${CURRENT.number} of 13`);
    const before = lookBefore(folder.dir);
    await leave(program);
    expect(await leftAfter(folder.dir, before)).toEqual([]);
    expect((await program.exited).exitCode).toBe(exitCode);
  });

  test('by Ctrl-C during verify leaves nothing of the running cases', async (context) => {
    const folder = await ownCopy(context, learner, 'stubborn');
    const program = folder.open('verify', 'count-requests', '--prometheus', 'embedded');
    const ofVerify = (): boolean => processesOf(folder.dir).some(({ what }) => isApp(what));
    await until(ofVerify, () => program.screen());
    const before = lookBefore(folder.dir);
    program.press('ctrlC');
    expect(await leftAfter(folder.dir, before)).toEqual([]);
    expect((await program.exited).exitCode).toBe(130);
    expect(program.screen()).not.toMatch(FAULT);
  });

  test('during an installation can repeat the installation from the start', async (context) => {
    const stage = STAGES.find(({ name }) => name.includes('install downloads'));
    const { folder, program } = (await stage?.reach(learner, startHeadless, context)) ?? {};
    if (folder === undefined || program === undefined) throw new Error('there is no such stage');
    program.kill('SIGKILL');
    await program.exited;
    // An archive with another sum than the published one, so that the command ends by itself, and soon.
    const mirror = await serveForTest(context, (request, response) =>
      response.end(request.url?.endsWith('.txt') === true ? RELEASE_SUMS : 'another archive'),
    );
    const again = await folder.run('prometheus', 'install', '--mirror', mirror, '--release', '9.8.7');
    expect(again.exitCode).toBe(2);
    expect(again.stderr).toContain('nothing was installed');
    const doctor = await folder.run('doctor', '--json', '--prometheus', 'managed');
    expect(doctor.stdout).not.toContain('9.8.7');
    expect(await readdir(path.join(folder.dir, '.cache', 'ecom-lab', 'prometheus'))).not.toContainEqual(
      expect.stringContaining('.new-'),
    );
  });

  test('while it checks a save keeps the save', async (context) => {
    const folder = await ownCopy(context, learner, 'stubborn');
    const program = await openSession(folder);
    await program.sees(`Step ${CURRENT.number} of 13`);
    const main = path.join(folder.workspace, 'main.ts');
    const text = await programOf('slow-answers');
    await writeFile(main, text);
    await program.sees('Checking again');
    const before = lookBefore(folder.dir);
    program.kill('SIGKILL');
    expect(await leftAfter(folder.dir, before)).toEqual([]);
    expect(await readFile(main, 'utf8')).toBe(text);
  });
});
