// The learner's query of a step: written into its file from a prompt or a command, where an editor can change it too.
import type { Step } from '../../course/index.ts';
import { queryFileOf } from '../../model/course.ts';
import { applyFiles, readWorkspaceFile, refuseGone } from '../../workspace/index.ts';
import type { Needs } from '../work/deps.ts';

type QueryDeps = Needs<'emit' | 'ownWrites' | 'workspace'>;

/**
 * Writes a query into the file of its step. What the learner wrote there in an editor is copied first; a query that came
 * this way before is in the journal.
 */
export async function writeQuery(
  { emit, ownWrites, workspace }: QueryDeps,
  step: Step,
  text: string,
): Promise<void> {
  const file = queryFileOf(step);
  if (file === undefined) return;
  await refuseGone(workspace);
  const before = await readWorkspaceFile(workspace, file);
  const isTheirs =
    before !== undefined && before.trim() !== '' && (await ownWrites.othersOf([file])).length > 0;
  const files = new Map([[file, `${text.trim()}\n`]]);
  const report = await ownWrites.during(() =>
    applyFiles(workspace, { files, step: step.id, keepsCopies: isTheirs }),
  );
  if (report.written.length > 0)
    emit({ kind: 'files-written', files: report.written, backups: report.backups });
}

/** Makes the file of a step's query, so that it is found in an editor. Leaves one that is there alone. */
export async function makeQueryFile(
  { ownWrites, workspace }: Omit<QueryDeps, 'emit'>,
  step: Step,
): Promise<void> {
  const file = queryFileOf(step);
  if (file === undefined || (await readWorkspaceFile(workspace, file)) !== undefined) return;
  await ownWrites.during(() => applyFiles(workspace, { files: new Map([[file, '']]), step: step.id }));
}
