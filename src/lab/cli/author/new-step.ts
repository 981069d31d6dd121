// `new-step`: asks what the step is about, writes its folder, and adds it to the course's list.
import path from 'node:path';
import { readRegularText } from '../../../files/index.ts';
import { CONFIG_FILE } from '../../authoring/kinds.ts';
import { planStep } from '../../authoring/plan-step.ts';
import { replaceFile, writeNewFiles } from '../../authoring/write-files.ts';
import { fileStateAfter } from '../../model/file-state.ts';
import { cli } from '../../words/index.ts';
import { readFileState } from '../../workspace/index.ts';
import { askForStep, type StepFlags } from './ask-step.ts';
import { commandWord, courseFlag } from '../io/command-word.ts';
import { findCoursePlace, folderToEdit, wholeCourse } from '../place/course.ts';
import { runtimeOf } from '../place/session.ts';
import type { Host } from '../io/host.ts';
import { createOutput } from '../io/output.ts';
import type { CommonFlags } from '../io/flags.ts';

export type NewStepFlags = CommonFlags & StepFlags;

const words = cli.authors;

/** Runs the command. */
export async function newStep(host: Host, flags: NewStepFlags): Promise<number> {
  const output = createOutput(host, flags.json === true);
  const place = await findCoursePlace(host, flags.course);
  const editDir = folderToEdit(place);
  const course = await wholeCourse(place);
  const request = await askForStep(host, course, flags);
  const listFile = path.join(editDir, 'course.yaml');
  const courseYaml = await readRegularText(listFile);
  const state = await readFileState(fileStateAfter(course, request.after), runtimeOf(host).packages);
  const plan = planStep({
    course,
    courseYaml,
    folders: course.steps.map(({ dir }) => path.relative(course.dir, dir).split(path.sep).join('/')),
    entryText: state.get(course.app.entry) ?? '',
    configText: state.get(CONFIG_FILE),
    request,
  });
  await writeNewFiles(editDir, plan.files);
  // Last: a list that names a step which is not there would not load.
  await replaceFile(listFile, plan.courseYaml);

  const shown = (file: string): string => path.relative(host.cwd, path.join(editDir, file)) || '.';
  for (const file of plan.files.keys()) output.say(words.written(shown(file)));
  output.say(words.added(shown('course.yaml'), request.after));
  const next = [
    words.fillIn(shown(`${plan.folder}/step.md`)),
    ...(place.kind === 'built-in' ? [words.build] : []),
    words.seeErrors(`ecom-lab lint${flags.course === undefined ? '' : ` ${commandWord(flags.course)}`}`),
    words.proveLater(`ecom-lab verify ${request.id}${courseFlag(flags)}`),
  ];
  output.say(`\n${words.next(next)}`);
  output.json({ course: editDir, step: request.id, folder: plan.folder, files: [...plan.files.keys()] });
  return 0;
}
