// The stages of a session that an end can come in: each brings a real program, in a real terminal, to that point.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'vitest';
import type { LabFolder } from '../../support/lab.ts';
import { realPrometheus } from '../../support/real-prometheus.ts';
import type { TerminalProgram } from '../../support/terminal.ts';
import type { RunningProgram } from './headless.ts';
import { copyLearner } from './learner.ts';
import { processesOf, until } from './traces.ts';

export interface Reached {
  readonly folder: LabFolder;
  readonly program: RunningProgram;
}

/** How a stage starts its command. */
export type Start = (folder: LabFolder, ...args: readonly string[]) => RunningProgram;

export interface Stage {
  readonly name: string;
  readonly isSkipped?: boolean;
  /** Only where there is a terminal. */
  readonly isInteractive?: boolean;
  readonly reach: (learner: LabFolder, start: Start, context: TestContext) => Promise<Reached>;
}

const PROGRAMS = fileURLToPath(new URL('../../fixtures/faults/', import.meta.url));

/** A program that misbehaves, as a learner could have written it. */
export const programOf = (name: string): Promise<string> =>
  readFile(path.join(PROGRAMS, `${name}.ts`), 'utf8');

/** A server for one test on a free loopback port; gives its address. */
export async function serveForTest(
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
  listener: RequestListener,
): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A copy of the learner's folder that goes with the test. */
export async function ownCopy(
  context: Pick<TestContext, 'onTestFinished'>,
  learner: LabFolder,
  program: string,
  env: Readonly<Record<string, string>> = {},
): Promise<LabFolder> {
  const folder = await copyLearner(learner, await programOf(program), env);
  context.onTestFinished(() => folder.remove());
  return folder;
}

/** Resolves when something in the folder has left its trace. */
const untilTraced = (folder: LabFolder, name: string, program: RunningProgram): Promise<void> =>
  until(
    () => existsSync(path.join(folder.workspace, name)),
    () => `no ${name}; the terminal says:
${program.screen()}`,
  );

/** Whether a process is the learner's app, as its command line says: a bundle, or its files as they are. */
export const isApp = (what: string): boolean => /\.ecom-lab\/run\/|tsx.* \S*main\.ts/.test(what);

/** Opens the interactive session and waits until its app runs. */
export async function openSession(folder: LabFolder): Promise<TerminalProgram> {
  const program = folder.open('start', '--prometheus', 'embedded');
  await until(() => processesOf(folder.workspace).some(({ what }) => isApp(what)));
  return program;
}

/** A program that calls itself Prometheus, never gets ready and cannot be asked to end. */
async function stubbornPrometheus(folder: LabFolder): Promise<string> {
  const file = path.join(folder.dir, 'prometheus');
  await writeFile(
    file,
    [
      `#!${process.execPath}`,
      "if (process.argv[2] === '--version') console.log('prometheus, version 9.9.9');",
      "else if (process.argv[2] === '--help') console.log('usage');",
      'else {',
      "  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => undefined);",
      `  require('node:fs').writeFileSync(${JSON.stringify(path.join(folder.workspace, 'started.trace'))}, '');`,
      '  setInterval(() => undefined, 1000);',
      '}',
      '',
    ].join('\n'),
  );
  await chmod(file, 0o755);
  return file;
}

/** The published sums of a release whose archive no one has. */
export const RELEASE_SUMS = ['amd64', 'arm64']
  .map((arch) => `${'0'.repeat(64)}  prometheus-9.8.7.linux-${arch}.tar.gz\n`)
  .join('');

/** Evaluated until its time is up, so that the program still runs when the stage is left, however slow the machine is. */
const LONG_QUERY = 'sum_over_time(quantile_over_time(0.5, vector(time())[6h:1s])[6h:1s])';

/** All stages, in the order in which a learner comes through them. */
export const STAGES: readonly Stage[] = [
  {
    name: 'between steps',
    isInteractive: true,
    reach: async (learner, _start, context) => {
      const folder = await ownCopy(context, learner, 'slow-answers');
      return { folder, program: await openSession(folder) };
    },
  },
  {
    name: 'while a check runs',
    isInteractive: true,
    reach: async (learner, start, context) => {
      const folder = await ownCopy(context, learner, 'slow-answers');
      const program = await openSession(folder);
      await program.choose('Check my work');
      await untilTraced(folder, 'requests.trace', program);
      return { folder, program };
    },
  },
  {
    name: 'during traffic',
    reach: async (learner, start, context) => {
      const folder = await ownCopy(context, learner, 'slow-answers');
      const program = start(folder, 'traffic', 'first-visitors');
      await untilTraced(folder, 'requests.trace', program);
      return { folder, program };
    },
  },
  {
    name: 'while npm installs for apply',
    reach: async (learner, start, context) => {
      let isAsked = false;
      const registry = await serveForTest(context, () => {
        isAsked = true;
      });
      const folder = await ownCopy(context, learner, 'slow-answers', {
        npm_config_registry: registry,
        npm_config_cache: path.join(learner.dir, '.no-npm-cache'),
      });
      const program = start(folder, 'apply', 'install-client');
      await until(() => isAsked);
      return { folder, program };
    },
  },
  {
    name: 'while a managed Prometheus starts',
    reach: async (learner, start, context) => {
      const folder = await ownCopy(context, learner, 'slow-answers');
      const program = start(folder, 'query', 'up', '--prometheus', await stubbornPrometheus(folder));
      await untilTraced(folder, 'started.trace', program);
      return { folder, program };
    },
  },
  {
    name: 'while a real Prometheus works',
    isSkipped: realPrometheus === undefined,
    reach: async (learner, start, context) => {
      const folder = await ownCopy(context, learner, 'slow-answers');
      const program = start(folder, 'query', LONG_QUERY, '--prometheus', realPrometheus ?? '');
      await until(() =>
        processesOf(folder.workspace).some(({ what }) => what.includes('--storage.tsdb.path')),
      );
      return { folder, program };
    },
  },
  {
    name: 'while the embedded Prometheus starts',
    reach: async (learner, start, context) => {
      const folder = await ownCopy(context, learner, 'slow-answers');
      const program = start(folder, 'query', LONG_QUERY, '--prometheus', 'embedded');
      await until(() => program.screen().includes('embedded'), program.screen);
      return { folder, program };
    },
  },
  {
    name: 'while prometheus install downloads',
    reach: async (learner, start, context) => {
      const folder = await ownCopy(context, learner, 'slow-answers');
      let isSending = false;
      const mirror = await serveForTest(context, (request, response) => {
        if (request.url?.endsWith('sha256sums.txt') === true) response.end(RELEASE_SUMS);
        else {
          response.setHeader('content-length', 100_000_000);
          response.write(randomBytes(1_000_000), () => (isSending = true));
        }
      });
      const program = start(folder, 'prometheus', 'install', '--mirror', mirror, '--release', '9.8.7');
      await until(() => isSending);
      return { folder, program };
    },
  },
];
