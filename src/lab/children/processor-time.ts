// How much processor time a process and all that it started have used: what tells an endless loop from a process that
// waits for its turn on a busy machine.
import { readFile, readdir } from 'node:fs/promises';
import { platform as hostPlatform } from 'node:os';
import { outputOf } from '../../system/output.ts';

/** One line of the system's table of processes. */
interface ProcessTime {
  readonly pid: number;
  readonly parent: number;
  /** Since it was started. */
  readonly usedMs: number;
}

/** Linux counts in ticks of 1/100 s for programs, whatever the kernel's own are (proc(5), `sysconf(_SC_CLK_TCK)`). */
const TICK_MS = 10;
/** Windows counts in units of 100 ns. */
const UNITS_PER_MS = 10_000;
const QUERY_LIMIT_MS = 10_000;
const WINDOWS_QUERY =
  "Get-CimInstance Win32_Process | ForEach-Object { '{0} {1} {2}' -f $_.ProcessId, $_.ParentProcessId, ($_.KernelModeTime + $_.UserModeTime) }";

/** The processor time of a process and its descendants, in ms; undefined where the system does not tell. */
export async function processorMs(
  pid: number,
  platform: NodeJS.Platform = hostPlatform(),
): Promise<number | undefined> {
  const table = await readTable(platform);
  if (!table.some((row) => row.pid === pid)) return undefined;
  const family = new Set([pid]);
  for (let size = 0; size < family.size;) {
    size = family.size;
    for (const row of table) if (family.has(row.parent)) family.add(row.pid);
  }
  return table.reduce((sum, row) => (family.has(row.pid) ? sum + row.usedMs : sum), 0);
}

async function readTable(platform: NodeJS.Platform): Promise<readonly ProcessTime[]> {
  if (platform === 'linux') return readProc();
  if (platform === 'win32')
    return parseWindows(
      await outputOf('powershell.exe', ['-NoProfile', '-Command', WINDOWS_QUERY], QUERY_LIMIT_MS),
    );
  return parsePs(await outputOf('ps', ['-A', '-o', 'pid=,ppid=,time='], QUERY_LIMIT_MS));
}

async function readProc(): Promise<readonly ProcessTime[]> {
  const names = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  // Any process may end meanwhile.
  const texts = await Promise.all(
    names.map((name) => readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')),
  );
  return texts.flatMap(parseStat);
}

/** The process in the text of `/proc/PID/stat`. Its name, in parentheses, may hold anything. */
export function parseStat(text: string): readonly ProcessTime[] {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [parent, user, system] = [fields[1], fields[11], fields[12]].map(Number);
  const pid = Number.parseInt(text, 10);
  if (Number.isNaN(pid) || parent === undefined || user === undefined || system === undefined) return [];
  return [{ pid, parent, usedMs: (user + system) * TICK_MS }];
}

/** The processes in the output of `ps -A -o pid=,ppid=,time=`; the time is `[[days-]hours:]minutes:seconds`. */
export function parsePs(text: string): readonly ProcessTime[] {
  return text.split('\n').flatMap((line) => {
    const [, pid, parent, days = '0', time = ''] =
      /^\s*(\d+)\s+(\d+)\s+(?:(\d+)-)?([\d:.]+)\s*$/.exec(line) ?? [];
    if (pid === undefined) return [];
    const seconds = time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
    return [{ pid: Number(pid), parent: Number(parent), usedMs: (Number(days) * 86_400 + seconds) * 1000 }];
  });
}

/** The processes in the output of the query on Windows: number, parent's number, time in units of 100 ns. */
export function parseWindows(text: string): readonly ProcessTime[] {
  return text.split('\n').flatMap((line) => {
    const [, pid, parent, units] = /^\s*(\d+) (\d+) (\d+)\s*$/.exec(line) ?? [];
    if (pid === undefined) return [];
    return [{ pid: Number(pid), parent: Number(parent), usedMs: Number(units) / UNITS_PER_MS }];
  });
}
