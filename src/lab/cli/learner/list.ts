// `list`: the steps of the course and how far the learner is. Reads only.
import type { Course } from '../../course/index.ts';
import { continuedProgress } from '../../session/work/continued.ts';
import { cli, ui } from '../../words/index.ts';
import { partOf } from '../../model/course.ts';
import { formatByPart } from '../../ui/render/by-part.ts';
import { formatTable, wrap } from '../../ui/render/layout.ts';
import { cleanText } from '../../ui/render/style.ts';
import {
  inspectFolder,
  openWorkspace,
  readProgress,
  stepProgress,
  type Progress,
} from '../../workspace/index.ts';
import { courseFlag } from '../io/command-word.ts';
import { courseOf, workspaceFolder } from '../place/workspace.ts';
import type { Host } from '../io/host.ts';
import { createOutput } from '../io/output.ts';
import type { CommonFlags } from '../io/flags.ts';

const words = cli.learner;

/** Runs the command. */
export async function list(host: Host, flags: CommonFlags): Promise<number> {
  const output = createOutput(host, flags.json === true);
  const course = await courseOf(host, flags);
  const progress = await progressIn(host, course, flags);
  const steps = course.steps.map((step) => {
    const { id, number, title, kind } = step;
    const known = progress === undefined ? undefined : stepProgress(progress, id);
    return {
      number,
      id,
      title,
      kind,
      ...(known === undefined ? {} : { status: known.status }),
      ...partOf(course.parts, step),
    };
  });
  // A workspace that was never opened is at the first step.
  const current =
    progress === undefined
      ? undefined
      : (course.steps.find((step) => step.id === progress.current) ?? course.steps[0])?.id;
  const formatRows = (rows: readonly (typeof steps)[number][]): string =>
    formatTable(
      Object.values(words.listHead),
      rows.map((step) => [
        `${step.id === current ? '>' : ' '} ${String(step.number).padStart(2)}`,
        step.id,
        cleanText(step.title),
        step.status === undefined ? '' : ui.step.status[step.status],
      ]),
      output.columns,
    );
  output.say(formatByPart(course.parts, steps, output.columns, formatRows));
  if (progress === undefined)
    output.say(`\n${wrap(words.noWorkspace(`ecom-lab start${courseFlag(flags)}`), output.columns)}`);
  output.json({
    course: course.id,
    ...(current === undefined ? {} : { current }),
    steps,
    ...(course.parts.length === 0 ? {} : { parts: course.parts.map(({ id, title }) => ({ id, title })) }),
  });
  return 0;
}

/** The progress of the workspace, undefined if there is no workspace and none was named. */
async function progressIn(host: Host, course: Course, flags: CommonFlags): Promise<Progress | undefined> {
  const dir = await workspaceFolder(host, flags);
  if (flags.dir === undefined && (await inspectFolder(dir)).kind !== 'workspace') return undefined;
  const { workspace } = await openWorkspace({ dir, course });
  return continuedProgress(course, workspace, (await readProgress(workspace)).progress);
}
