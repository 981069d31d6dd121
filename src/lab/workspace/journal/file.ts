// `.ecom-lab/journal.jsonl`: only ever appended to. A line that was cut by a crash stays, and the next one starts again.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { refuseOthers } from '../../../files/index.ts';
import { pathForWriting } from '../files/confined-path.ts';
import type { Workspace } from '../files/place.ts';
import { STATE_FOLDER } from '../files/place.ts';
import { fileFault } from '../files/write-fault.ts';
import { formatJournalLine, MAX_JOURNAL_BYTES, parseJournal } from './entries.ts';
import type { JournalEntry, JournalRead } from './entries.ts';
import { readIfThere } from '../files/bytes.ts';

const FILE = 'journal.jsonl';
const NEW_LINE = 0x0a;
// Not to wait for the other end of a named pipe; Windows has neither.
const APPEND_FLAGS = constants.O_APPEND | constants.O_CREAT | constants.O_RDWR | (constants.O_NONBLOCK ?? 0);

/** Appends one entry in a single write. */
export async function appendJournal(workspace: Workspace, entry: JournalEntry): Promise<void> {
  const file = path.join(workspace.stateDir, FILE);
  try {
    const handle = await open(await pathForWriting(workspace, `${STATE_FOLDER}/${FILE}`), APPEND_FLAGS);
    try {
      const found = await handle.stat();
      refuseOthers(file, found);
      const { size } = found;
      const last = Buffer.alloc(1);
      if (size > 0) await handle.read(last, 0, 1, size - 1);
      const isCut = size > 0 && last[0] !== NEW_LINE;
      await handle.appendFile(`${isCut ? '\n' : ''}${formatJournalLine(entry)}\n`);
      await handle.datasync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileFault(error, 'write', file);
  }
}

/** Everything in the journal that can be read, and which lines cannot; empty if there is no journal yet. */
export async function readJournal(workspace: Workspace): Promise<JournalRead> {
  const file = path.join(workspace.stateDir, FILE);
  const bytes = await readIfThere(file, { maxBytes: MAX_JOURNAL_BYTES });
  return bytes === undefined ? { entries: [], skipped: [] } : parseJournal(bytes.toString());
}
