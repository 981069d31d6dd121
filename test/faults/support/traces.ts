// What runs in a lab folder's name, by the tables of /proc: processes, whoever their parent is now, and listening sockets.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface Trace {
  /** What tells it from any later one of the same number. */
  readonly id: string;
  /** For a person to read. */
  readonly what: string;
}

interface Process extends Trace {
  readonly pid: number;
  readonly parent: number;
  readonly isOurs: boolean;
}

/** How long the end of a runner may take: what docs/reliability.md promises. */
const PROMISED_MS = 2_000;

const readOrEmpty = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It ended while we looked, or belongs to somebody else.
    return '';
  }
};

const linkOrEmpty = (file: string): string => {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
};

/** A process as /proc tells of it, undefined where it has ended (also where no one has collected it yet). */
function readProcess(pid: number, folder: string): Process | undefined {
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  const [state, parent, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === undefined || state === '' || 'ZX'.includes(state)) return undefined;
  const command = readOrEmpty(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
  const isOurs =
    command.includes(folder) ||
    linkOrEmpty(`/proc/${pid}/cwd`).startsWith(folder) ||
    readOrEmpty(`/proc/${pid}/environ`).includes(folder);
  return {
    pid,
    parent: Number(parent),
    id: `${pid} ${rest[17] ?? ''}`,
    what: `process ${pid}: ${command.slice(0, 200)}`,
    isOurs,
  };
}

/** Every process that works in the folder, was told of it, or descends from one that does. */
export function processesOf(folder: string): readonly Process[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => readProcess(Number(name), folder) ?? []);
  const ours = new Set(all.filter(({ isOurs }) => isOurs).map(({ pid }) => pid));
  for (let size = -1; size !== ours.size;) {
    size = ours.size;
    for (const { pid, parent } of all) if (ours.has(parent)) ours.add(pid);
  }
  return all.filter(({ pid }) => ours.has(pid));
}

/** Inode -> port of every TCP socket of this machine that listens. */
function listening(): ReadonlyMap<string, number> {
  const lines = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => readOrEmpty(file).split('\n').slice(1));
  const rows = lines.map((line) => line.trim().split(/\s+/)).filter((row) => row[3] === '0A');
  return new Map(rows.map((row) => [row[9] ?? '', parseInt(row[1]?.split(':').at(-1) ?? '', 16)]));
}

function socketsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap(
      (fd) => /^socket:\[(\d+)\]$/.exec(linkOrEmpty(`/proc/${pid}/fd/${fd}`))?.[1] ?? [],
    );
  } catch {
    return [];
  }
}

function socketTraces(folder: string): readonly (Trace & { readonly port: number })[] {
  const open = listening();
  const inodes = processesOf(folder).flatMap(({ pid }) => socketsOf(pid));
  return [...new Set(inodes)].flatMap((inode) => {
    const port = open.get(inode);
    return port === undefined ? [] : [{ id: inode, what: `port ${port}`, port }];
  });
}

/** What is there before an end, to be looked for after it: parents and folders may be gone by then. */
export interface Before {
  readonly processes: readonly Trace[];
  readonly sockets: readonly Trace[];
}

/** Takes down what runs now. */
export function lookBefore(folder: string): Before {
  return { processes: processesOf(folder), sockets: socketTraces(folder) };
}

function leftOf(folder: string, before: Before): readonly string[] {
  const now = new Set(
    readdirSync('/proc').flatMap((name) =>
      /^\d+$/.test(name) ? (readProcess(Number(name), folder)?.id ?? []) : [],
    ),
  );
  const open = listening();
  const left = [
    ...processesOf(folder),
    ...before.processes.filter(({ id }) => now.has(id)),
    ...before.sockets.filter(({ id }) => open.has(id)),
  ];
  return [...new Set(left.map(({ what }) => what))];
}

/** What is still there when the promised time is over: nothing, where the promise holds. */
export async function leftAfter(
  folder: string,
  before: Before,
  withinMs = PROMISED_MS,
): Promise<readonly string[]> {
  const endsAt = performance.now() + withinMs;
  for (;;) {
    const left = leftOf(folder, before);
    if (left.length === 0 || performance.now() > endsAt) return left;
    await delay(25);
  }
}

/** How long the suite waits for what must come. */
const PATIENCE_MS = 30_000;

/** Resolves when the condition holds: for what another process does of which there is no event here. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  describe: () => string = () => '',
): Promise<void> {
  const endsAt = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > endsAt) throw new Error(`it never came to pass: ${describe()}`);
    await delay(20);
  }
}
