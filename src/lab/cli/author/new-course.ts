// `new-course <folder>`: a course to begin with, in a folder that holds nothing yet.
import path from 'node:path';
import { newCourseFiles } from '../../authoring/course-files.ts';
import { kebabOf, titleFault } from '../../authoring/names.ts';
import { writeNewFiles } from '../../authoring/write-files.ts';
import { LabError } from '../../model/errors.ts';
import { inspectFolder } from '../../workspace/index.ts';
import { commandWord } from '../io/command-word.ts';
import { trustOwnCourse } from '../place/course-trust.ts';
import type { Host } from '../io/host.ts';
import { createOutput } from '../io/output.ts';

/** Runs the command. */
export async function newCourse(host: Host, folder: string, flags: { title?: string }): Promise<number> {
  const output = createOutput(host, false);
  const dir = path.resolve(host.cwd, folder);
  const found = await inspectFolder(dir);
  if (found.kind !== 'absent' && found.kind !== 'empty') {
    throw new LabError('folder-not-empty', `${dir} is not empty.`, { hint: 'Name a new folder.' });
  }
  const fault = flags.title === undefined ? undefined : titleFault(flags.title);
  if (fault !== undefined) throw new LabError('bad-title', fault, { hint: 'Give another one with --title.' });
  const id = kebabOf(path.basename(dir));
  const own = id === '' ? 'my-course' : id;
  await writeNewFiles(dir, newCourseFiles({ id: own, title: flags.title ?? 'A course of my own' }));
  await trustOwnCourse(host, dir, own);
  const shown = commandWord(path.relative(host.cwd, dir) || '.');
  output.say(`A course is ready in ${dir}: one program, one step.`);
  output.say(`Walk through it:  ecom-lab start --course ${shown} --dir try-it`);
  output.say(`Add a step:       ecom-lab new-step --course ${shown}`);
  output.say(`Look it through:  ecom-lab lint ${shown}`);
  output.say(`Prove it:         ecom-lab verify --course ${shown}`);
  return 0;
}
