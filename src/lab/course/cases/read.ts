// The mistakes and right ways that lie beside a step: each a patch of the solution, a file, or a folder of files, whose
// first line says what it shows.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Course, Step } from '../spec/course.ts';
import { queryFileOf, questionIn } from '../../model/course.ts';
import { fileStateAfter, filesOfSolution } from '../../model/file-state.ts';
import type { CaseFact, PatchFact } from '../facts/diagnostics.ts';
import { readCourseFile, readVerbatim } from '../read/course-folder.ts';
import { isReserved } from '../read/names.ts';
import { readFamily, readHeader, readSeed, splitHeader, withNumber } from './header.ts';
import { applyCasePatch, type PatchFault } from './patch.ts';
import { whereAbsent } from '../../../system/error-code.ts';

/** One case: what a learner could have written, and what the lab has to say to it. */
export interface StepCase {
  readonly kind: 'mistake' | 'variant';
  /** File or folder name without its ending. */
  readonly name: string;
  /** The code that a mistake must fail with; undefined for a variant. */
  readonly code: string | undefined;
  /** What it shows, from the header. */
  readonly shows: string;
  /** Its first lines, where its files do not have them: those of a patch. */
  readonly header: string;
  /** Workspace file -> text, and {@link ANSWER_FILE} in a step that asks something. */
  readonly files: ReadonlyMap<string, string>;
  /** The same with the other numbers of its family, where it names one. */
  readonly members?: readonly StepCase[];
}

/** What a learner answers, and the seed of the workspace, which varies what is right. */
export interface CaseAnswer {
  readonly text: string;
  readonly seed: number;
}

/** A case that cannot be used, and why. */
interface CaseFault {
  /** Absolute path. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly fact: CaseFact;
  /** The text of the line, where it shows the fault. */
  readonly lineText?: string;
}

export interface StepCases {
  readonly cases: readonly StepCase[];
  readonly faults: readonly CaseFault[];
}

/** The folders of a step that hold its cases. */
const CASE_FOLDERS = { mistakes: 'mistake', variants: 'variant' } as const;

/** What a learner answers, in the cases of a step that asks something. */
const ANSWER_FILE = 'answer.txt';

const MAX_CASES = 1000;
export const PATCH_ENDING = '.patch';

/** Reads `mistakes/` and `variants/` of a step, in order of name. */
export async function readCases(course: Course, step: Step): Promise<StepCases> {
  const cases: StepCase[] = [];
  const faults: CaseFault[] = [];
  for (const folder of ['mistakes', 'variants'] as const) {
    const kind = CASE_FOLDERS[folder];
    const dir = path.join(step.dir, folder);
    for (const entry of (await entriesOf(dir)).slice(0, MAX_CASES)) {
      const place = path.join(dir, entry.name);
      const read = await readSource(course, step, place, entry.isDirectory());
      if (read.status === 'fault') {
        faults.push({ file: place, line: 1, fact: read.fact });
        continue;
      }
      const { texts } = read;
      const header = readHeader(texts);
      if (header?.kind !== kind || (kind === 'mistake') !== (header.code !== undefined)) {
        faults.push({ file: place, line: 1, fact: { kind: 'case-header', of: kind } });
        continue;
      }
      const files = await read.filesWith((text) => text);
      if ('fault' in files) {
        const lineText = texts[0]?.split('\n')[files.fault.line - 1];
        faults.push({
          file: place,
          ...files.fault,
          ...(lineText === undefined ? {} : { lineText }),
        });
        continue;
      }
      if (isAsked(step) && !files.files.has(ANSWER_FILE)) {
        faults.push({ file: place, line: 1, fact: { kind: 'case-without-answer', file: ANSWER_FILE } });
        continue;
      }
      const isPatch = path.extname(entry.name) === PATCH_ENDING;
      const one: StepCase = {
        kind,
        name: path.parse(entry.name).name,
        code: header.code,
        shows: header.shows,
        header: isPatch ? splitHeader(texts[0] ?? '').header : '',
        ...files,
      };
      const family = readFamily(texts);
      if (family === undefined) {
        cases.push(one);
        continue;
      }
      const members: StepCase[] = [];
      for (const number of family.numbers) {
        const other = await read.filesWith((text) => withNumber(text, family.own, number));
        if ('files' in other) members.push({ ...one, ...other, name: `${one.name}, ${number}` });
      }
      cases.push({ ...one, members });
    }
  }
  return { cases, faults };
}

const isAsked = (step: Step): boolean => questionIn(step.checks) !== undefined;

/** What a learner answers in a case, and with which seed; undefined in a step that asks nothing. */
export function answerIn({ files }: StepCase): CaseAnswer | undefined {
  const text = files.get(ANSWER_FILE);
  return text === undefined ? undefined : { text: splitHeader(text).body.trim(), seed: readSeed(text) ?? 0 };
}

/** The files of a case that its workspace has. */
export const workspaceFilesOf = ({ files }: StepCase): ReadonlyMap<string, string> =>
  new Map([...files].filter(([file]) => file !== ANSWER_FILE));

/** The cases that a case stands for, each with another number in its place; itself where it names no family. */
export const familyOf = (one: StepCase): readonly StepCase[] => one.members ?? [one];

/** The texts that a step's solution leaves, by file: what a patch changes. */
export async function readSolution(
  course: Course,
  step: Step,
  file: string,
): Promise<{ readonly text: string | undefined } | { readonly why: PatchFact }> {
  const origin = fileStateAfter(course, step.id).files[file];
  if (origin === undefined) return { text: undefined };
  if (origin.courseFile === undefined || origin.edits.length > 0)
    return { why: { kind: 'case-patch/base-edited', file } };
  const read = await readCourseFile(course.dir, path.relative(course.dir, origin.courseFile));
  return read.status === 'ok'
    ? { text: read.text }
    : { why: { kind: 'case-patch/base-unreadable', why: read.fact } };
}

async function entriesOf(dir: string) {
  const entries = await readdir(dir, { withFileTypes: true }).catch(whereAbsent([]));
  return entries.filter(({ name }) => !name.startsWith('.')).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

type Source =
  | {
      readonly status: 'ok';
      /** As they are written. */
      readonly texts: readonly string[];
      /** Workspace file -> text, after a change to what the author wrote. */
      readonly filesWith: (
        change: (text: string) => string,
      ) => Promise<{ readonly files: ReadonlyMap<string, string> } | { readonly fault: PatchFault }>;
    }
  | { readonly status: 'fault'; readonly fact: CaseFact };

async function readSource(course: Course, step: Step, place: string, isFolder: boolean): Promise<Source> {
  if (!isFolder && path.extname(place) === PATCH_ENDING) return readPatch(course, step, place);
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
    if (isReserved(file)) return { status: 'fault', fact: { kind: 'reserved-file/case', file } };
    const read = await readVerbatim(
      course.dir,
      path.relative(course.dir, isFolder ? path.join(place, file) : place),
    );
    if (read.status !== 'ok') return read;
    files.set(file, read.text);
  }
  if (files.size === 0) return { status: 'fault', fact: { kind: 'case-empty' } };
  return {
    status: 'ok',
    texts: [...files.values()],
    filesWith: (change) =>
      Promise.resolve({ files: new Map([...files].map(([file, text]) => [file, change(text)])) }),
  };
}

/** The files of the solution with the patch applied, also those that it does not change. */
async function readPatch(course: Course, step: Step, place: string): Promise<Source> {
  const read = await readCourseFile(course.dir, path.relative(course.dir, place));
  if (read.status !== 'ok') return read;
  const solution = new Map<string, string>();
  for (const file of filesOfSolution(course, step.solution)) {
    const base = await readSolution(course, step, file);
    if ('text' in base && base.text !== undefined) solution.set(file, base.text);
  }
  return {
    status: 'ok',
    texts: [read.text],
    async filesWith(change) {
      // Only what the case adds: the numbers of the solution are not the author's.
      const changed = read.text.replaceAll(/^\+(?!\+\+ ).*$/gm, change);
      const outcome = await applyCasePatch(changed, (file) => readSolution(course, step, file));
      if ('fault' in outcome) return outcome;
      const reserved = [...outcome.files.keys()].find(isReserved);
      if (reserved !== undefined)
        return { fault: { fact: { kind: 'case-patch/reserved', file: reserved }, line: 1 } };
      return { files: new Map([...solution, ...outcome.files]) };
    },
  };
}

/** A single file takes the place of the step's file of the same type; it is the answer where the step asks something. */
export function workspaceFileFor(course: Course, step: Step, place: string): string {
  if (isAsked(step)) return ANSWER_FILE;
  const query = queryFileOf(step);
  const files = [...(query === undefined ? [] : [query]), ...(step.files ?? [course.app.entry])];
  return files.find((file) => path.extname(file) === path.extname(place)) ?? files[0] ?? course.app.entry;
}
