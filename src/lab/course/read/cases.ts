// The mistakes and right ways that lie beside a step, each a file or a folder whose first line says what it shows.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Course, Step } from '../../model/course.ts';
import { readVerbatim } from './course-folder.ts';
import { isReserved } from './names.ts';

/** One case: what a learner could have written, and what the lab has to say to it. */
interface StepCase {
  readonly kind: 'mistake' | 'variant';
  /** File or folder name without its ending. */
  readonly name: string;
  /** The code that a mistake must fail with; undefined for a variant. */
  readonly code: string | undefined;
  /** What it shows, from the header. */
  readonly shows: string;
  /** Workspace file -> text. */
  readonly files: ReadonlyMap<string, string>;
  /** The numbers that may be in place of its own, where it names any. */
  readonly family?: Family;
}

/** `// family: 200 -> 50..400 by 5` */
interface Family {
  /** The number in the text. */
  readonly own: number;
  readonly from: number;
  readonly to: number;
  readonly by: number;
}

/** A case that cannot be used, and why. */
interface CaseFault {
  /** Absolute path. */
  readonly file: string;
  readonly code: string;
  readonly message: string;
}

export interface StepCases {
  readonly cases: readonly StepCase[];
  readonly faults: readonly CaseFault[];
}

/** The folders of a step that hold its cases. */
const CASE_FOLDERS = { mistakes: 'mistake', variants: 'variant' } as const;

const MAX_CASES = 1000;

/** Reads `mistakes/` and `variants/` of a step, in order of name. */
export async function readCases(course: Course, step: Step): Promise<StepCases> {
  const cases: StepCase[] = [];
  const faults: CaseFault[] = [];
  for (const folder of ['mistakes', 'variants'] as const) {
    const kind = CASE_FOLDERS[folder];
    const dir = path.join(step.dir, folder);
    for (const entry of (await entriesOf(dir)).slice(0, MAX_CASES)) {
      const place = path.join(dir, entry.name);
      const read = await readFiles(course, step, place, entry.isDirectory());
      if (read.status === 'fault') {
        faults.push({ file: place, code: read.code, message: read.message });
        continue;
      }
      const header = readHeader([...read.files.values()]);
      if (header?.kind !== kind || (kind === 'mistake') !== (header.code !== undefined)) {
        const form =
          kind === 'mistake' ? '`// mistake: code — what it shows`' : '`// variant: what it shows`';
        faults.push({ file: place, code: 'case-header', message: `The first line must be ${form}.` });
        continue;
      }
      const { code, shows } = header;
      const family = readFamily([...read.files.values()]);
      cases.push({
        kind,
        name: path.parse(entry.name).name,
        code,
        shows,
        files: read.files,
        ...(family !== undefined && { family }),
      });
    }
  }
  return { cases, faults };
}

/** The cases that a case stands for, each with another number in its place; itself where it names no family. */
export function familyOf(one: StepCase): readonly StepCase[] {
  if (one.family === undefined) return [one];
  const { own, from, to, by } = one.family;
  const numbers = Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, index) => from + index * by);
  return numbers.map((number) => ({
    ...one,
    name: `${one.name}, ${number}`,
    files: new Map(
      [...one.files].map(([file, text]) => [
        file,
        text.replaceAll(new RegExp(`\\b${own}\\b`, 'g'), String(number)),
      ]),
    ),
  }));
}

/** The second line of a case that names a family; at most 1,000 members. */
function readFamily(texts: readonly string[]): Family | undefined {
  for (const text of texts) {
    const found = /^.*\r?\n(?:\/\/|#) family: (\d{1,6}) -> (\d{1,6})\.\.(\d{1,6}) by (\d{1,6})\r?$/m.exec(
      text.slice(0, 500),
    );
    if (found === null || found.index > 0) continue;
    const [own = 0, from = 0, to = 0, by = 0] = found.slice(1).map(Number);
    if (by > 0 && from <= to && (to - from) / by < MAX_CASES) return { own, from, to, by };
  }
  return undefined;
}

async function entriesOf(dir: string) {
  try {
    const entries = await readdir(dir, { withFileTypes: true });
    return entries.filter(({ name }) => !name.startsWith('.')).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

type CaseFiles =
  | { readonly status: 'ok'; readonly files: ReadonlyMap<string, string> }
  | { readonly status: 'fault'; readonly code: string; readonly message: string };

async function readFiles(course: Course, step: Step, place: string, isFolder: boolean): Promise<CaseFiles> {
  const names = isFolder
    ? (await readdir(place, { recursive: true, withFileTypes: true })).filter((it) => it.isFile())
    : [];
  const inner = isFolder
    ? names
        .map((it) => path.relative(place, path.join(it.parentPath, it.name)).split(path.sep).join('/'))
        .toSorted()
    : [workspaceFileFor(course, step, place)];
  const files = new Map<string, string>();
  for (const file of inner) {
    if (isReserved(file))
      return { status: 'fault', code: 'reserved-file', message: `\`${file}\` is no file of a learner.` };
    const read = await readVerbatim(
      course.dir,
      path.relative(course.dir, isFolder ? path.join(place, file) : place),
    );
    if (read.status !== 'ok') return read;
    files.set(file, read.text);
  }
  return files.size === 0
    ? { status: 'fault', code: 'case-empty', message: 'The folder holds no file.' }
    : { status: 'ok', files };
}

/** A single file takes the place of the step's file of the same type. */
function workspaceFileFor(course: Course, step: Step, place: string): string {
  const files = step.files ?? [course.app.entry];
  return files.find((file) => path.extname(file) === path.extname(place)) ?? files[0] ?? course.app.entry;
}

interface Header {
  readonly kind: 'mistake' | 'variant';
  readonly code: string | undefined;
  readonly shows: string;
}

/** The header of the first file that has one: `// mistake: code — text`, with any dash, or `# variant: text`. */
function readHeader(texts: readonly string[]): Header | undefined {
  for (const text of texts) {
    const [line = ''] = text.replace(/^\ufeff/, '').split(/\r?\n/, 1);
    const mistake = /^(?:\/\/|#) mistake: ([a-z0-9-]+) (?:—|–|--?) (.+)$/.exec(line);
    if (mistake !== null) return { kind: 'mistake', code: mistake[1] ?? '', shows: mistake[2] ?? '' };
    const variant = /^(?:\/\/|#) variant: (.+)$/.exec(line);
    if (variant !== null) return { kind: 'variant', code: undefined, shows: variant[1] ?? '' };
  }
  return undefined;
}
