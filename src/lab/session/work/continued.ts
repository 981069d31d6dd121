// A part that was finished with a lab whose course ended there continues with the part that has come since.
import { stepsOfPart } from '../../model/course.ts';
import type { Course, Step } from '../../course/index.ts';
import { LabError } from '../../model/errors.ts';
import { readJournal, stepProgress, type Progress, type Workspace } from '../../workspace/index.ts';
import { endsPart, stepAfter } from './flow.ts';

/** The progress as it is, or at the first step of the next part where the current one was finished. */
export async function continuedProgress(
  course: Course,
  workspace: Workspace,
  progress: Progress,
): Promise<Progress> {
  const next = nextPartStep(course, progress);
  if (next === undefined || !(await wasReviewed(workspace))) return progress;
  return { ...progress, current: next.id };
}

/** The first step of the next part, where every step of the current part is done and that one was never opened. */
function nextPartStep(course: Course, progress: Progress): Step | undefined {
  const step = course.steps.find(({ id }) => id === progress.current);
  if (step === undefined || !endsPart(course, step)) return undefined;
  const isOpen = ({ id }: Step): boolean => stepProgress(progress, id).status === 'open';
  if (stepsOfPart(course, step.part).some(isOpen)) return undefined;
  const next = stepAfter(course, step);
  return next !== undefined && stepProgress(progress, next.id).openedAt === undefined ? next : undefined;
}

/** Whether the last review found nothing. Without a journal, the progress alone says that all is done. */
async function wasReviewed(workspace: Workspace): Promise<boolean> {
  try {
    const { entries } = await readJournal(workspace);
    if (entries.length === 0) return true;
    const failing = entries.findLast(({ kind }) => kind === 'finished')?.detail?.['failing'];
    return Array.isArray(failing) && failing.length === 0;
  } catch (error) {
    if (error instanceof LabError) return true;
    throw error;
  }
}
