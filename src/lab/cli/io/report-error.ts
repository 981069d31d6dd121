// The one place where an error becomes words and an exit code.
import { LabError } from '../../model/errors.ts';
import { systemFault } from '../../model/faults/system.ts';
import { wrap, proseColumns } from '../../ui/render/layout.ts';
import { cleanJson, cleanText, createStyle, wantsColour } from '../../ui/render/style.ts';
import { cli, wordsOfThrown } from '../../words/index.ts';
import type { Host } from './host.ts';

/**
 * Prints an error and gives the exit code 2. A LabError is a sentence and what to do; anything else is a bug of the
 * lab and keeps its stack. With `json`, the same as one document on standard output.
 */
export function reportError(
  host: Host,
  thrown: unknown,
  flags: { readonly json: boolean; readonly debug: boolean },
): number {
  const error = systemFault(thrown) ?? thrown;
  const style = createStyle(wantsColour(host.env, host.stderr.isTTY === true));
  const columns = proseColumns(host.stderr.columns);
  const isKnown = error instanceof LabError;
  // A line of a file with the mark below it is shown as it is.
  const wrapped = (line: string): string => (line.startsWith(' ') ? line : wrap(line, columns));
  const words = wordsOfThrown(error);
  const message = cleanText(words.message);
  const hint = isKnown ? words.hint : cli.errors.bugHint;

  const said = `${style.bad(isKnown ? cli.errors.error : cli.errors.bug)} ${message}`;
  host.stderr.write(`${said.split('\n').map(wrapped).join('\n')}\n`);
  if (hint !== undefined) host.stderr.write(`${wrap(cleanText(hint), columns)}\n`);
  if (error instanceof Error && (flags.debug || !isKnown))
    host.stderr.write(`${cleanText(formatCauses(error))}\n`);
  if (flags.json) {
    const code = isKnown ? error.code : 'internal';
    host.stdout.write(
      `${cleanJson(JSON.stringify({ error: { code, message, ...(hint === undefined ? {} : { hint }) } }))}\n`,
    );
  }
  return 2;
}

function formatCauses(error: Error): string {
  const stacks: string[] = [];
  for (let at: unknown = error; at instanceof Error; at = at.cause) stacks.push(at.stack ?? at.message);
  return stacks.join('\ncaused by ');
}
