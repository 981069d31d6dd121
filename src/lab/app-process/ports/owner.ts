// Who listens on a port, as far as the system tells. Reads only; what it cannot find out it leaves out.
import { readFile, readdir, readlink } from 'node:fs/promises';
import { platform as hostPlatform } from 'node:os';
import { nameCommand, parseLsof, parseNetstat, parseProcNetTcp, parseTasklist } from './tables.ts';
import type { PortHolder } from '../../model/app-run.ts';
import { outputOf } from '../../../system/output.ts';

/** The process that listens on the TCP port, undefined if there is none or it may not be known. */
export function findPortOwner(
  port: number,
  platform: NodeJS.Platform = hostPlatform(),
): Promise<PortHolder | undefined> {
  if (platform === 'win32') return findOnWindows(port);
  return platform === 'linux' ? findOnLinux(port) : findByLsof(port);
}

async function findOnLinux(port: number): Promise<PortHolder | undefined> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(readOrEmpty));
  const inodes = new Set(tables.flatMap((table) => parseProcNetTcp(table, port)));
  if (inodes.size === 0) return undefined;
  const links = new Set([...inodes].map((inode) => `socket:[${inode}]`));
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    if (!(await holdsOneOf(pid, links))) continue;
    const command = nameCommand((await readOrEmpty(`/proc/${pid}/cmdline`)).split('\0'));
    return { pid: Number(pid), ...(command === undefined ? {} : { command }) };
  }
  return undefined;
}

async function holdsOneOf(pid: string, links: ReadonlySet<string>): Promise<boolean> {
  // Processes of other users may not be looked into, and any process may end meanwhile.
  const handles = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const targets = await Promise.all(handles.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
  return targets.some((target) => links.has(target));
}

async function findByLsof(port: number): Promise<PortHolder | undefined> {
  return parseLsof(await outputOf('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']));
}

async function findOnWindows(port: number): Promise<PortHolder | undefined> {
  const pid = parseNetstat(await outputOf('netstat', ['-ano']), port);
  if (pid === undefined) return undefined;
  const command = parseTasklist(await outputOf('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']));
  return { pid, ...(command === undefined ? {} : { command }) };
}

function readOrEmpty(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
