// `new-course <folder>`: a course to begin with, in a folder that holds nothing yet.
import path from 'node:path';
import { newCourseFiles } from '../../authoring/course-files.ts';
import { findTitleFault, kebabOf } from '../../authoring/names.ts';
import { writeNewFiles } from '../../authoring/write-files.ts';
import { commandError } from '../facts/errors.ts';
import { cli } from '../../words/index.ts';
import { inspectFolder } from '../../workspace/index.ts';
import { commandWord } from '../io/command-word.ts';
import { trustOwnCourse } from '../place/course-trust.ts';
import { wrap } from '../../ui/render/layout.ts';
import type { Host } from '../io/host.ts';
import { createOutput } from '../io/output.ts';

const words = cli.authors;

/** Runs the command. */
export async function newCourse(host: Host, folder: string, flags: { title?: string }): Promise<number> {
  const output = createOutput(host, false);
  const dir = path.resolve(host.cwd, folder);
  const found = await inspectFolder(dir);
  if (found.kind !== 'absent' && found.kind !== 'empty') {
    throw commandError('folder-not-empty/new-course', { dir });
  }
  const fault = flags.title === undefined ? undefined : findTitleFault(flags.title);
  if (fault !== undefined) throw commandError('bad-title', { reason: fault });
  const id = kebabOf(path.basename(dir));
  const own = id === '' ? 'my-course' : id;
  await writeNewFiles(dir, newCourseFiles({ id: own, title: flags.title ?? words.defaultTitle }));
  await trustOwnCourse(host, dir, own);
  const shown = commandWord(path.relative(host.cwd, dir) || '.');
  output.say(wrap(words.courseReady(dir), output.columns));
  for (const line of words.courseSteps(shown)) output.say(line);
  return 0;
}
