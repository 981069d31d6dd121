// `case show STEP/NAME` prints the program of a case; `case new STEP FILE` writes a case from a program.
// 0 done, 2 wrong use.
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { FileRefusal, readRegularText } from '../../../files/index.ts';
import { planCase } from '../../authoring/step-case.ts';
import { writeNewFiles } from '../../authoring/write-files.ts';
import { readCases, readSolution, workspaceFileFor, type StepCase } from '../../course/index.ts';
import type { Course, Step } from '../../course/index.ts';
import { sessionError } from '../../session/contract/errors.ts';
import { commandError } from '../facts/errors.ts';
import { cli } from '../../words/index.ts';
import { fileStateAfter } from '../../model/file-state.ts';
import { courseFlag } from '../io/command-word.ts';
import type { CommonFlags } from '../io/flags.ts';
import type { Host } from '../io/host.ts';
import { createOutput, type CommandOutput } from '../io/output.ts';
import { findCoursePlace, folderToEdit, wholeCourse } from '../place/course.ts';

const words = cli.authors;

/** Runs `case show`. The name may have its folder before it: `count-requests/mistakes/in-a-timer`. */
export async function showCase(host: Host, wanted: string, flags: CommonFlags): Promise<number> {
  const output = createOutput(host, flags.json === true);
  const course = await wholeCourse(await findCoursePlace(host, flags.course));
  const [stepName = '', ...rest] = wanted.split('/');
  const step = findStep(course, stepName);
  const { cases } = await readCases(course, step);
  const found = cases.filter((one) => [one.name, `${one.kind}s/${one.name}`].includes(rest.join('/')));
  const [one, second] = found;
  if (one === undefined) {
    throw commandError('no-case', { step: step.id, wanted: rest.join('/') });
  }
  if (second !== undefined) {
    throw commandError('two-cases', { step: step.id, name: one.name });
  }
  const { kind, name, code = null, shows } = one;
  const files = withHeader(one);
  if (flags.json !== true) printFiles(host, output, files);
  output.json({ step: step.id, kind, name, code, shows, files: Object.fromEntries(files) });
  return 0;
}

/** The files as an author would write them, the header first. */
function withHeader({ header, files }: StepCase): ReadonlyMap<string, string> {
  const [entry] = files.keys();
  return new Map([...files].map(([file, text]) => [file, file === entry ? header + text : text]));
}

function printFiles(host: Host, output: CommandOutput, files: ReadonlyMap<string, string>): void {
  const shown = [...files]
    .map(([file, text]) => (files.size === 1 ? text : `==> ${file} <==\n${text}`))
    .join('\n');
  // A file gets every byte; a terminal gets no escape sequences.
  if (host.stdout.isTTY === true) output.say(shown.trimEnd());
  else host.stdout.write(shown);
}

/** Runs `case new`. The argument is a program, or a folder with the files of one. */
export async function newCase(host: Host, wanted: string, file: string, flags: CommonFlags): Promise<number> {
  const output = createOutput(host, flags.json === true);
  const place = await findCoursePlace(host, flags.course);
  const editDir = folderToEdit(place);
  const course = await wholeCourse(place);
  const step = findStep(course, wanted);
  const program = path.resolve(host.cwd, file);
  const files = await readProgram(program, course, step);
  const solution = await solutionOf(course, step);
  const { name } = path.parse(program);
  const written = await planCase(name, files, solution);
  const { cases } = await readCases(course, step);
  if (cases.some((one) => one.kind === written.kind && one.name === name)) {
    throw commandError('case-exists', { step: step.id, caseKind: written.kind, name });
  }
  const stepDir = path.relative(editDir, place.sourceOf(step.dir));
  await writeNewFiles(
    editDir,
    new Map([...written.files].map(([inner, text]) => [path.join(stepDir, inner), text])),
  );
  for (const [inner, text] of written.files) {
    const shown = path.relative(host.cwd, path.join(editDir, stepDir, inner));
    const lines = text.trimEnd().split('\n').length;
    output.say(written.isPatch ? words.writtenPatch(shown, lines) : words.written(shown));
  }
  output.say(words.prove(`ecom-lab verify ${step.id}${courseFlag(flags)}`));
  output.json({ course: editDir, step: step.id, isPatch: written.isPatch, files: [...written.files.keys()] });
  return 0;
}

function findStep(course: Course, wanted: string): Step {
  const found = course.steps.find(
    (step) => step.id === wanted || String(step.number) === wanted || path.basename(step.dir) === wanted,
  );
  if (found !== undefined) return found;
  throw sessionError('no-step', { asked: wanted, steps: course.steps.map(({ id }) => id) });
}

/** The program's files: workspace file -> text. A single file takes the place of the step's file of its type. */
async function readProgram(place: string, course: Course, step: Step): Promise<ReadonlyMap<string, string>> {
  try {
    if (!(await stat(place)).isDirectory())
      return new Map([[workspaceFileFor(course, step, place), await readRegularText(place)]]);
    const entries = await readdir(place, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
    const texts = files.toSorted().map(async (file) => {
      const inner = path.relative(place, file).split(path.sep).join('/');
      return [inner, await readRegularText(file)] as const;
    });
    return new Map(await Promise.all(texts));
  } catch (cause) {
    const refused = cause instanceof FileRefusal ? { refused: cause } : {};
    throw commandError('case-unreadable', { place, ...refused }, cause);
  }
}

/** The texts that the solution leaves, without those files that the lab edits in the workspace. */
async function solutionOf(course: Course, step: Step): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const file of Object.keys(fileStateAfter(course, step.id).files)) {
    const base = await readSolution(course, step, file);
    if ('text' in base && base.text !== undefined) files.set(file, base.text);
  }
  return files;
}
