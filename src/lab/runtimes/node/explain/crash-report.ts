// What is known of an app's end -> the error's first line, and where in the learner's source it was thrown.
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AppExit } from '../../../model/app-run.ts';
import type { UncaughtError } from '../../contract/protocol.ts';
import type { ExitEvidence } from '../../contract/runtime.ts';

/** The app's end in words and with its place, as far as they are known. */
export function describeExit({ code, signal, uncaught, lastLines, workspaceDir }: ExitEvidence): AppExit {
  const exit = { code, signal, lastLines };
  // An error that something caught after all is not what the app ended of.
  if (code === 0) return exit;
  const error = uncaught?.summary ?? findErrorLine(lastLines);
  if (error === undefined) return exit;
  const stack = uncaught?.stack.split('\n') ?? lastLines;
  const at = findPlace(stack, workspaceDir);
  return { ...exit, error, ...(at === undefined ? {} : { at }) };
}

/** `main.ts:12:5` of the topmost place in the learner's own files. */
export function findPlace(stack: readonly string[], workspaceDir: string): string | undefined {
  for (const [index, line] of stack.entries()) {
    const frame = /^\s+at (?:.*\()?(.+):(\d+):(\d+)\)?$/.exec(line);
    // An error of syntax or of an import has its place above the message, with a caret below the line.
    const heading = frame === null && index < 3 ? /^(\S.*):(\d+)$/.exec(line) : null;
    const [, path, lineNumber] = frame ?? heading ?? [];
    if (path === undefined || lineNumber === undefined) continue;
    const file = ownFile(path, workspaceDir);
    if (file === undefined) continue;
    const caret = stack[index + 2]?.search(/\^/) ?? -1;
    const column = frame?.[3] ?? (caret >= 0 ? String(caret + 1) : '1');
    return `${file}:${lineNumber}:${column}`;
  }
  return undefined;
}

/** The package or file that node could not find, out of the words of that error. */
export function missingModule(error: string): string | undefined {
  return /Cannot find (?:package|module) '([^']+)'/.exec(error)?.[1];
}

/** The same, where it is what the error is about. */
export const missingImport = ({ code, summary }: UncaughtError): string | undefined =>
  code?.endsWith('MODULE_NOT_FOUND') === true ? missingModule(summary) : undefined;

function ownFile(path: string, workspaceDir: string): string | undefined {
  const file = path.startsWith('file:') ? fileURLToPath(path) : path;
  const inside = relative(workspaceDir, file).replaceAll('\\', '/');
  const isOwn =
    inside !== '' &&
    !/^\.\.(?:\/|$)|^(?:[a-z]:|\/|node:)|(?:^|\/)(?:node_modules|\.ecom-lab)\//i.test(inside);
  return isOwn && file !== inside ? inside : undefined;
}

function findErrorLine(lines: readonly string[]): string | undefined {
  const fatal = lines.find((line) => line.startsWith('FATAL ERROR: '));
  return (
    fatal ??
    lines.findLast((line) => /^(?:Uncaught )?(?:[A-Z]\w*)?(?:Error|Exception)(?: \[\w+\])?: /.test(line))
  );
}
