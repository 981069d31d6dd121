// Who is alive below a process, which sockets listen, and how many files are open: read from /proc.
import { readdir, readFile, readlink } from 'node:fs/promises';

/** The pids of a process and of everything below it. */
export async function familyOf(pid: number): Promise<readonly number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    // The command, in brackets, may hold spaces and brackets of its own.
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state !== undefined && state !== 'Z') parents.set(Number(name), Number(parent));
  }
  const family = [pid];
  for (const member of family) {
    for (const [child, parent] of parents) if (parent === member) family.push(child);
  }
  return family.filter((member) => parents.has(member));
}

export interface ListeningSocket {
  readonly pid: number;
  /** As the kernel writes it: `0100007F` is 127.0.0.1. */
  readonly address: string;
  readonly port: number;
}

const LISTEN = '0A';

/** Every TCP socket that one of the processes listens on. */
export async function listeningSockets(pids: readonly number[]): Promise<readonly ListeningSocket[]> {
  const byInode = new Map<string, { address: string; port: number }>();
  for (const table of ['tcp', 'tcp6']) {
    const text = await readFile(`/proc/net/${table}`, 'utf8').catch(() => '');
    for (const line of text.split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/);
      const [address = '', port = ''] = (fields[1] ?? '').split(':');
      if (fields[3] === LISTEN && fields[9] !== undefined)
        byInode.set(fields[9], { address, port: Number.parseInt(port, 16) });
    }
  }
  const found: ListeningSocket[] = [];
  for (const pid of pids) {
    for (const link of await openFiles(pid)) {
      const socket = byInode.get(/^socket:\[(\d+)\]$/.exec(link)?.[1] ?? '');
      if (socket !== undefined) found.push({ pid, ...socket });
    }
  }
  return found;
}

/** What each descriptor of a process leads to. */
export async function openFiles(pid: number): Promise<readonly string[]> {
  const handles = await readdir(`/proc/${pid}/fd`).catch(() => []);
  return Promise.all(handles.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
}

/** Resident memory of a process, in bytes. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}
