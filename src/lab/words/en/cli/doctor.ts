// What `doctor` finds, and what to do about it.
import { counted, duration, plural } from '../grammar/phrases.ts';

const portText = (name: string, port: number): string => `Port ${port} (${name})`;
const USE_MENU = 'choose the check in the menu after each save.';
const LIMITED =
  'This system cannot watch more files. Close programs that watch many files, such as editors, or raise fs.inotify.max_user_watches and fs.inotify.max_user_instances.';

export const doctor = {
  marks: { good: 'ok', warning: 'warning', problem: 'problem' },
  noProblems: 'No problems found.',
  problems: (count: number) => `${counted(count, 'problem')} found.`,
  node: (version: string, path: string) => ({ message: `Node ${version} (${path}).` }),
  noWorkspace: (dir: string) => ({
    message: `No workspace in ${dir} yet.`,
    remedy: '`ecom-lab start` creates one.',
  }),
  notAWorkspace: (dir: string, isFolder: boolean) => ({
    message: isFolder ? `${dir} holds files that do not belong to the lab.` : `${dir} is not a folder.`,
    remedy: 'Name another folder with --dir.',
  }),
  workspace: (dir: string, done: number) => ({
    message: `Workspace ${dir}, ${counted(done, 'step')} done.`,
  }),
  journal: (lines: number, first: number) => ({
    message: `${counted(lines, 'line')} of the journal cannot be read (the first is line ${first}).`,
    remedy: `Reports leave ${plural(lines, 'it', 'them')} out. Nothing else depends on ${plural(lines, 'it', 'them')}.`,
  }),
  locked: (pid: number) => ({ message: `A lab session is using it (process ${pid}).` }),
  noLinks: (dir: string) => ({
    message: `${dir} cannot hold links, so the packages of the lab are copied into it.`,
  }),
  portForbidden: (port: number, said: string) => ({
    message: `This computer does not let programs listen on port ${port} (${said}).`,
    remedy: 'Security software or a container may block it. Allow programs to listen on 127.0.0.1.',
  }),
  portFree: (name: string, port: number) => ({ message: `${portText(name, port)} is free.` }),
  /** `holder`: the program, as far as it is known. */
  portHeld: (
    name: string,
    port: number,
    holder: { readonly command?: string; readonly pid: number } | undefined,
    isSessionRunning: boolean,
  ) => {
    const who =
      holder === undefined ? 'another program' : `${holder.command ?? 'a program'} (process ${holder.pid})`;
    return isSessionRunning
      ? { message: `${portText(name, port)} is in use by ${who} while a lab session runs.` }
      : {
          message: `${portText(name, port)} is in use by ${who}.`,
          remedy:
            'The lab uses another port and shows the actual address. Stop that program if you want the usual port.',
        };
  },
  registry: { message: 'The npm registry responds.' },
  noRegistry: (reason: 'no-npm' | { readonly afterMs: number } | { readonly said: string }) => {
    let why: string;
    if (reason === 'no-npm') why = 'npm is not on PATH';
    else why = 'said' in reason ? reason.said : `no response within ${duration(reason.afterMs)}`;
    return {
      message: `The npm registry does not respond (${why}).`,
      remedy: 'The course works without it: where npm cannot get prom-client, the lab installs its own copy.',
    };
  },
  writable: (place: string) => ({ message: `${place} can be written.` }),
  unwritable: (place: string, said: string) => ({
    message: `${place} cannot be written (${said}).`,
    remedy: 'Change its permissions, free some disk space, or name another folder with --dir.',
  }),
  watched: (place: string) => ({ message: `Changes to files in ${place} are noticed.` }),
  /** `said`: why watching failed; undefined where nothing was noticed in `afterMs`. */
  unwatched: (place: string, said: string | undefined, afterMs: number) => ({
    message: `Changes to files in ${place} are not noticed (${said ?? `nothing within ${duration(afterMs)}`}).`,
    remedy: /ENOSPC|EMFILE|inotify/i.test(said ?? '')
      ? `${LIMITED} Until then, ${USE_MENU}`
      : `Until then, ${USE_MENU} On a local disk, changes are noticed.`,
  }),
  process: { message: 'Programs can be started.' },
  noProcess: (
    path: string,
    reason: { readonly said: string } | { readonly code: number | null; readonly stderr: string },
  ) => ({
    message: `${path} cannot be started as a program (${
      'said' in reason ? reason.said : `exit code ${reason.code ?? 'none'}: ${reason.stderr}`
    }).`,
    remedy: 'Security software or a limit on processes may block it. Allow it, or stop other programs.',
  }),
  localhost: { message: 'A server on this computer responds at localhost.' },
  noLocalhost: (reason: { readonly said: string } | { readonly address: string } | 'other-program') => {
    let why: string;
    if (reason === 'other-program') why = 'another program responds';
    else why = 'said' in reason ? reason.said : `localhost means ${reason.address}`;
    return {
      message: `A server on this computer does not respond at localhost (${why}).`,
      remedy:
        'In the hosts file of this computer, localhost must be 127.0.0.1. A firewall may also block it.',
    };
  },
};
