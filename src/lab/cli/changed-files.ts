// What `apply` and `reset` have changed, said the same way.
import type { ChangedFiles } from '../session/session.ts';
import { wrap } from '../ui/layout.ts';
import { cleanText } from '../ui/style.ts';
import type { CommandOutput } from './output.ts';

/** Says the notes and prints the document; the files themselves have been told as an event. */
export function printChangedFiles(output: CommandOutput, changed: ChangedFiles): void {
  for (const note of changed.notes) output.say(wrap(cleanText(note), output.columns));
  output.json(changed);
}
