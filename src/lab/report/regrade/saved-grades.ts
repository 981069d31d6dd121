// The grades of a report that is not finished: one file for each submission, so that a report that was interrupted goes
// on where it stopped. They are removed when the report is printed.
import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { reportWords } from '../../words/index.ts';
import { gradesSchema } from './grade-lines.ts';
import { errorCode } from '../../../system/error-code.ts';
import { replaceFile } from '../../../files/index.ts';

const stateSchema = v.variant('state', [
  /** Its grading has begun. `isAlone`: no other one was under way. */
  v.object({ state: v.literal('begun'), isAlone: v.boolean() }),
  v.object({
    state: v.literal('graded'),
    end: v.picklist(['complete', 'ended', 'late']),
    grades: gradesSchema,
    notes: v.array(v.string()),
  }),
]);

export type Saved = v.InferOutput<typeof stateSchema>;

const fileSchema = v.object({ print: v.string(), saved: stateSchema });

const MAX_BYTES = 4 * 1024 * 1024;
/** A report that has not been continued for so long is given up. */
const KEPT_MS = 14 * 24 * 60 * 60_000;

export interface SavedGrades {
  /** What is kept for a workspace's folder, undefined where that is nothing or has another fingerprint. */
  read(dir: string, print: string): Promise<Saved | undefined>;
  /** Resolves also where it cannot be written: the report then continues without it. */
  write(dir: string, print: string, saved: Saved): Promise<void>;
  remove(dir: string): Promise<void>;
}

/** Opens the folder, which is made. `onFault` is called once, with a sentence, if nothing can be kept in it. */
export async function openSavedGrades(
  dir: string,
  onFault: (sentence: string) => void,
): Promise<SavedGrades> {
  const fileOf = (workspace: string): string =>
    path.join(dir, `${createHash('sha256').update(workspace).digest('hex')}.json`);
  let isTold = false;
  const tell = (error: unknown): void => {
    if (!isTold) onFault(reportWords.regrade.notSaved(dir, errorCode(error)));
    isTold = true;
  };
  try {
    // Other users may neither read grades nor write any.
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await sweep(dir);
  } catch (error) {
    tell(error);
  }
  return {
    async read(workspace, print) {
      const file = fileOf(workspace);
      const found = await lstat(file).catch(() => undefined);
      if (found?.isFile() !== true || found.size > MAX_BYTES) return undefined;
      return parseSaved(await readFile(file, 'utf8'), print);
    },
    async write(workspace, print, saved) {
      try {
        await replaceFile(fileOf(workspace), JSON.stringify({ print, saved }), { mode: 0o600 });
      } catch (error) {
        tell(error);
      }
    },
    remove: (workspace) => rm(fileOf(workspace), { force: true }),
  };
}

/** What was cut off or changed by hand is graded again. */
function parseSaved(text: string, print: string): Saved | undefined {
  try {
    const parsed = v.safeParse(fileSchema, JSON.parse(text));
    return parsed.success && parsed.output.print === print ? parsed.output.saved : undefined;
  } catch {
    return undefined;
  }
}

async function sweep(dir: string): Promise<void> {
  for (const name of await readdir(dir)) {
    const file = path.join(dir, name);
    const found = await stat(file).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > KEPT_MS)
      await rm(file, { recursive: true, force: true });
  }
}
