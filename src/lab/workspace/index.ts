// The front door of the workspace room: the learner's folder and the lab's own state in it.
export type { Workspace, WorkspaceMarker } from './workspace.ts';

export { inspectFolder } from './inspect-folder.ts';
export type { FolderState } from './inspect-folder.ts';
export { createWorkspace } from './create-workspace.ts';
export { openWorkspace } from './open-workspace.ts';
export type { OpenedWorkspace } from './open-workspace.ts';
export { readRecord } from './read-record.ts';
export type { WorkspaceRecord } from './read-record.ts';
export { readWorkspaceFile } from './read-workspace-file.ts';
export { refuseGone } from './refuse-gone.ts';
export { samplesFolder } from './samples-folder.ts';

export { fileStateAfter, fileStateBefore } from './file-state.ts';
export { canHoldLinks, labCopyOf, linkPackages } from './link-packages.ts';
export { readFileState } from './read-file-state.ts';

export type { ApplyReport } from './apply-report.ts';
export { applySolution } from './apply-solution.ts';
export { applyFiles } from './apply-files.ts';
export { writeFileAtomic } from './atomic-write.ts';
export { applyScrapeJob } from './apply-scrape-job.ts';
export { installPackage } from './install-package.ts';
export { findNpm } from './npm-command.ts';
export { readNpmFailure } from './npm-failure.ts';
export type { InstallOptions } from './install-package.ts';
export { resetFiles } from './reset-files.ts';
export { diffToSolution } from './diff-to-solution.ts';

export {
  EMPTY_PROGRESS,
  reopenSteps,
  stepProgress,
  withAttempt,
  withHintShown,
  withStepOpened,
  withStepStatus,
} from './progress/progress.ts';
export type { Progress } from './progress/progress.ts';
export { readProgress, writeProgress } from './progress/progress-file.ts';
export { appendJournal, readJournal } from './journal/journal-file.ts';
export { parseJournal } from './journal/journal.ts';
export type { JournalEntry } from './journal/journal.ts';

export { acquireLock, readLock } from './lock/lock.ts';
export type { LockOutcome, WorkspaceLock } from './lock/lock.ts';
export { lockHost } from './lock/lock-host.ts';
export type { LockHost } from './lock/lock-host.ts';
export { clearSessionFile, readSessionFile, removeSessionFile, writeSessionFile } from './session-file.ts';
