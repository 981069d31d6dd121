// The public interface of the workspace room: the learner's folder and the lab's own state in it.
export { STATE_FOLDER, type Workspace, type WorkspaceMarker } from './files/place.ts';

export { inspectFolder } from './folder/inspect.ts';
export type { FolderState } from './folder/inspect.ts';
export { createWorkspace } from './folder/create.ts';
export { openWorkspace } from './folder/open.ts';
export type { WorkspaceErrors } from './contract/errors.ts';
export type { OpenedWorkspace } from './folder/open.ts';
export { readRecord } from './record/read.ts';
export type { WorkspaceRecord } from './record/read.ts';
export { listFiles, readVersion, writeVersion } from './files/edit.ts';
export { readWorkspaceFile } from './files/read.ts';
export { refuseGone } from './files/refuse-gone.ts';
export { samplesFolder } from './files/samples-folder.ts';

export { fileStateAfter, fileStateBefore } from '../model/file-state.ts';
export { readFileState } from './solution/read-file-state.ts';

export type { ApplyReport } from './files/change-report.ts';
export { applySolution } from './solution/apply.ts';
export { addMissingFiles } from './solution/add-missing.ts';
export { planPreparation, prepareFiles } from './solution/prepare.ts';
export { applyFiles } from './solution/apply-files.ts';
export { writeFileAtomic } from './files/atomic-write.ts';
export { applyScrapeJob } from './solution/apply-scrape-job.ts';
export { installPackage } from './packages/install.ts';
export type { InstallOptions } from './packages/install.ts';
export { resetFiles } from './solution/reset.ts';
export { diffToSolution } from './solution/diff.ts';

export {
  EMPTY_PROGRESS,
  reopenSteps,
  stepProgress,
  withAttempt,
  withHintShown,
  withStepOpened,
  withStepStatus,
} from './progress/steps.ts';
export type { Progress } from './progress/steps.ts';
export { readProgress, writeProgress } from './progress/file.ts';
export { appendJournal, readJournal } from './journal/file.ts';
export { parseJournal } from './journal/entries.ts';
export type { JournalEntry } from './journal/entries.ts';

export { acquireLock, readLock } from './folder/lock.ts';
export {
  clearSessionFile,
  readSessionFile,
  removeSessionFile,
  writeSessionFile,
} from './record/session-file.ts';
