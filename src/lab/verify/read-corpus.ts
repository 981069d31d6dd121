// Reads the mistakes and variants beside a step: files, or folders of files, whose first line says what they show.
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Course, Step } from '../model/course.ts';
import { LabError } from '../model/errors.ts';
import type { CaseSource } from './case.ts';

export interface CorpusEntry {
  readonly source: CaseSource;
  /** The code of a mistake; undefined for a variant. */
  readonly code: string | undefined;
}

const HEADER = /^(?:\/\/|#)\s*(mistake|variant):\s*(?:([a-z][a-z0-9-]*)\s+[—–-]+\s+)?(.+)$/;

export interface CorpusHeader {
  readonly kind: 'mistake' | 'variant';
  readonly code: string | undefined;
  readonly shows: string;
}

/** `// mistake: counted-twice — a middleware and a handler` or `# variant: four spaces`. Undefined: no such line. */
export function parseHeader(text: string): CorpusHeader | undefined {
  const [first = ''] = text.replace(/^\ufeff/, '').split(/\r?\n/, 1);
  const match = HEADER.exec(first);
  if (match === null) return undefined;
  const [, kind, code, shows = ''] = match;
  return { kind: kind === 'mistake' ? 'mistake' : 'variant', code, shows: shows.trim() };
}

/** All entries of a step's folder, sorted by name. Rejects where a header is missing or does not fit its folder. */
export async function readCorpus(
  course: Course,
  step: Step,
  kind: 'mistake' | 'variant',
): Promise<readonly CorpusEntry[]> {
  const folder = kind === 'mistake' ? 'mistakes' : 'variants';
  const names = await readdir(path.join(step.dir, folder)).catch(absentIsEmpty);
  return Promise.all(
    names
      .toSorted((a, b) => a.localeCompare(b))
      .map((name) => readEntry(course, step, kind, `${folder}/${name}`)),
  );
}

async function readEntry(
  course: Course,
  step: Step,
  kind: 'mistake' | 'variant',
  label: string,
): Promise<CorpusEntry> {
  const place = path.join(step.dir, label);
  const main = step.files?.[0] ?? course.app.entry;
  const files = (await stat(place)).isDirectory()
    ? Object.fromEntries(
        (await filesBelow(place)).map((file) => [file.split(path.sep).join('/'), path.join(place, file)]),
      )
    : { [main]: place };
  const first = files[main];
  const header = first === undefined ? undefined : parseHeader(await readFile(first, 'utf8'));
  if (header === undefined || header.kind !== kind || (kind === 'mistake' && header.code === undefined)) {
    const wanted = kind === 'mistake' ? 'mistake: <code> — <what it shows>' : 'variant: <what it shows>';
    throw new LabError('corpus-header', `${place} does not begin with a comment "${wanted}".`, {
      hint: 'Write it as the first line of the file.',
    });
  }
  return { source: { label, files, shows: header.shows }, code: header.code };
}

async function filesBelow(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)));
}

function absentIsEmpty(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
