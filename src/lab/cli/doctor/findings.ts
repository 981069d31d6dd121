// What `doctor` looks at and tries, one finding each: Node, workspace, ports, Prometheus, registry.
import { findPortOwner, isPortFree } from '../../app-process/index.ts';
import { LabError } from '../../model/errors.ts';
import { labCacheDir, parsePrometheusChoice, resolvePrometheusChoice } from '../../prometheus/index.ts';
import { inspectFolder, openWorkspace, readLock, readProgress, readJournal } from '../../workspace/index.ts';
import { canHoldLinks } from '../../runtimes/node/packages/link.ts';
import { cli, wordsOfError, wordsOfNote } from '../../words/index.ts';
import { askRegistry } from './ask-registry.ts';
import { tryFolder, tryLocalhost, tryProcess, type Finding } from './tries.ts';
import { courseOf, workspaceFolder } from '../place/workspace.ts';
import type { Host } from '../io/host.ts';
import type { SessionFlags } from '../io/flags.ts';

const PROMETHEUS_PORT = 9090;
const words = cli.doctor;

/** All findings, in order, each as soon as it is known. */
export async function* diagnose(host: Host, flags: SessionFlags): AsyncGenerator<Finding> {
  yield findNode(host);
  yield await tryProcess(host);
  const dir = await workspaceFolder(host, flags);
  const runner = yield* findWorkspace(host, flags, dir);
  const ports = await portsOf(host, flags);
  yield await tryLocalhost(host);
  for (const [name, port] of [...ports, ['prometheus', PROMETHEUS_PORT] as const])
    yield await findPort(name, port, runner);
  yield await findPrometheusFinding(host, flags);
  yield await findRegistry(host);
}

function findNode(host: Host): Finding {
  return { check: 'node', status: 'good', ...words.node(host.nodeVersion, host.nodePath) };
}

/** Findings on the folder; gives the pid of the runner that holds it, if any. */
async function* findWorkspace(
  host: Host,
  flags: SessionFlags,
  dir: string,
): AsyncGenerator<Finding, number | undefined> {
  const found = await inspectFolder(dir);
  if (found.kind === 'absent' || found.kind === 'empty' || found.kind === 'half-created') {
    yield { check: 'workspace', status: 'good', ...words.noWorkspace(dir) };
    yield* tryFolder(host, dir);
    return undefined;
  }
  if (found.kind !== 'workspace') {
    yield { check: 'workspace', status: 'problem', ...words.notAWorkspace(dir, found.kind === 'foreign') };
    return undefined;
  }
  try {
    const { workspace } = await openWorkspace({ dir, course: await courseOf(host, flags) });
    const { progress } = await readProgress(workspace);
    const { skipped } = await readJournal(workspace);
    const done = Object.values(progress.steps).filter((step) => step.status !== 'open').length;
    yield { check: 'workspace', status: 'good', ...words.workspace(workspace.dir, done) };
    const [first] = skipped;
    if (first !== undefined)
      yield { check: 'journal', status: 'warning', ...words.journal(skipped.length, first.line) };
    yield* tryFolder(host, workspace.stateDir);
    yield* findLinks(workspace.dir);
    const holder = await readLock(workspace);
    if (holder !== undefined) yield { check: 'lock', status: 'good', ...words.locked(holder.pid) };
    return holder?.pid;
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    yield { check: 'workspace', ...problemOf(error) };
    return undefined;
  }
}

/** Says so where the packages of the lab had to be copied into the workspace. */
async function* findLinks(dir: string): AsyncGenerator<Finding> {
  // A folder that cannot be written has its own finding.
  if (await canHoldLinks(dir).catch(() => true)) return;
  yield { check: 'links', status: 'good', ...words.noLinks(dir) };
}

async function portsOf(host: Host, flags: SessionFlags): Promise<readonly (readonly [string, number])[]> {
  try {
    return Object.entries((await courseOf(host, flags)).app.ports);
  } catch (error) {
    if (error instanceof LabError) return [];
    throw error;
  }
}

async function findPort(name: string, port: number, runner: number | undefined): Promise<Finding> {
  const check = `port-${port}`;
  const isFree = await isPortFree(port).catch((error: unknown) => String(error));
  if (typeof isFree === 'string') return { check, status: 'problem', ...words.portForbidden(port, isFree) };
  if (isFree) return { check, status: 'good', ...words.portFree(name, port) };
  const owner = await findPortOwner(port);
  const isRunning = runner !== undefined;
  return {
    check,
    status: isRunning ? 'good' : 'warning',
    ...words.portHeld(name, port, owner, isRunning),
  };
}

async function findPrometheusFinding(host: Host, flags: SessionFlags): Promise<Finding> {
  try {
    const chosen = await resolvePrometheusChoice(parsePrometheusChoice(flags.prometheus, host), {
      env: host.env,
      platform: host.platform,
      cacheDir: labCacheDir(host),
      signal: host.signal,
    });
    return { check: 'prometheus', status: 'good', message: wordsOfNote(chosen.fact) };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return { check: 'prometheus', ...problemOf(error) };
  }
}

function problemOf(error: LabError): Omit<Finding, 'check'> {
  const { message, hint } = wordsOfError(error);
  return { status: 'problem', message, ...(hint === undefined ? {} : { remedy: hint }) };
}

async function findRegistry(host: Host): Promise<Finding> {
  const answer = await askRegistry(host);
  return answer.isReachable
    ? { check: 'registry', status: 'good', ...words.registry }
    : { check: 'registry', status: 'warning', ...words.noRegistry(answer.reason) };
}
