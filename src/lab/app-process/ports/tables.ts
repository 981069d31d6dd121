// The systems' own tables of listening ports -> who listens. Pure: text in, facts out.
import type { PortHolder } from '../../model/app-run.ts';

/** Inodes of the sockets that listen on the port, out of `/proc/net/tcp` or `tcp6`. */
export function parseProcNetTcp(table: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , socketState]) => local?.endsWith(`:${wanted}`) && socketState === '0A')
    .flatMap((fields) => fields[9] ?? []);
}

/** The first process in the output of `lsof -Fpc`. */
export function parseLsof(text: string): PortHolder | undefined {
  const pid = /^p(\d+)$/m.exec(text)?.[1];
  const command = /^c(.+)$/m.exec(text)?.[1];
  return pid === undefined ? undefined : { pid: Number(pid), ...(command === undefined ? {} : { command }) };
}

/** The process that listens on the port, out of `netstat -ano`. The word for LISTENING is in the user's language. */
export function parseNetstat(text: string, port: number): number | undefined {
  for (const line of text.split('\n')) {
    const [protocol, local, remote, , pid] = line.trim().split(/\s+/);
    if (protocol !== 'TCP' || !local?.endsWith(`:${port}`) || !remote?.endsWith(':0')) continue;
    if (pid !== undefined && /^\d+$/.test(pid)) return Number(pid);
  }
  return undefined;
}

/** The program's name out of `tasklist /FO CSV /NH` for one process. */
export function parseTasklist(text: string): string | undefined {
  return /^"([^"]+)"/.exec(text.trim())?.[1];
}

/** `node server.js` out of a whole command line: the program, and what it runs where it runs something. */
export function nameCommand(args: readonly string[]): string | undefined {
  const [program = '', ...rest] = args.filter((arg) => arg !== '');
  // Some programs write a title over their command line: `nginx: master process`.
  const name = /^([\w.-]+): /.exec(program)?.[1] ?? baseName(program);
  if (name === '') return undefined;
  if (!/^(?:node|deno|bun|python[\d.]*|ruby|java|php)$/.test(name)) return name;
  const script = rest.find((arg) => /\.\w+$/.test(arg) && !arg.startsWith('-') && !arg.includes('://'));
  return script === undefined ? name : `${name} ${baseName(script)}`;
}

function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? '';
}
