// The last error that the app printed, with the line of the learner's file that threw it. Pure.
import type { PrintedError } from '../../contract/output.ts';

const errorLine = /^\s*(?:Uncaught )?(?:[A-Z]\w*)?(?:Error|Exception)(?: \[\w+\])?: \S/;
const stackLine = /^\s+at /;
/** The file and the line at the end of a line of a stack: `at handler (/home/me/shop/main.ts:14:5)`. */
const place = /(?:^|[\s(\\/])([^\s(\\/:]+\.[cm]?[jt]s):(\d+):\d+\)?$/;

/** The last error among the lines of output; undefined if there is none. */
export function printedError(lines: readonly string[]): PrintedError | undefined {
  const index = lines.findLastIndex(
    (line, at) => errorLine.test(line) && stackLine.test(lines[at + 1] ?? ''),
  );
  const error = lines[index]?.trim();
  if (error === undefined) return undefined;
  const after = lines.slice(index + 1);
  const end = after.findIndex((line) => !stackLine.test(line));
  const own = after
    .slice(0, end < 0 ? undefined : end)
    .filter((line) => !/[\\/]node_modules[\\/]|\(?node:/.test(line))
    .map((line) => place.exec(line.trimEnd()))
    .find((found) => found !== null);
  return { error, ...(own !== undefined && { at: `${own[1]}:${own[2]}` }) };
}
