// What `apply` and `reset` have changed, said the same way.
import type { ChangedFiles } from '../../session/contract/calls.ts';
import { wrap } from '../../ui/render/layout.ts';
import { cleanText } from '../../ui/render/style.ts';
import { wordsOfNote } from '../../words/index.ts';
import type { CommandOutput } from '../io/output.ts';

/** Says the notes and prints the document; the files themselves were printed by an event. */
export function printChangedFiles(output: CommandOutput, changed: ChangedFiles): void {
  const notes = changed.notes.map(wordsOfNote);
  for (const note of notes) output.say(wrap(cleanText(note), output.columns));
  output.json({ ...changed, notes });
}
