// The front door of the workspace room: the learner's folder and the lab's own state in it.
export { STATE_FOLDER } from './workspace.ts';
export type { BackedUpFile, Workspace, WorkspaceMarker, WorkspaceNote } from './workspace.ts';

export { inspectFolder } from './inspect-folder.ts';
export type { FolderState } from './inspect-folder.ts';
export { createWorkspace } from './create-workspace.ts';
export type { CreateWorkspaceOptions } from './create-workspace.ts';
export { openWorkspace } from './open-workspace.ts';
export type { OpenedWorkspace, OpenWorkspaceOptions } from './open-workspace.ts';
export { readWorkspaceFile } from './read-workspace-file.ts';

export { fileStateAfter, fileStateBefore } from './file-state.ts';
export type { FileEdit, FileOrigin, FileState } from './file-state.ts';
export { linkPackages } from './link-packages.ts';
export { readFileState } from './read-file-state.ts';

export type { ApplyReport } from './apply-report.ts';
export { applySolution } from './apply-solution.ts';
export type { ApplySolutionOptions } from './apply-solution.ts';
export { applyFiles } from './apply-files.ts';
export type { ApplyFilesOptions } from './apply-files.ts';
export { solutionFiles } from './solution-files.ts';
export type { SolutionFiles, SolutionFilesOptions } from './solution-files.ts';
export { writeFileAtomic } from './atomic-write.ts';
export { applyScrapeJob } from './apply-scrape-job.ts';
export type { ApplyScrapeJobOptions } from './apply-scrape-job.ts';
export { installPackage } from './install-package.ts';
export type { InstallOptions, NodeHost } from './install-package.ts';
export { resetFiles } from './reset-files.ts';
export type { ResetOptions } from './reset-files.ts';
export { diffFiles } from './diff-files.ts';
export { diffToSolution } from './diff-to-solution.ts';
export type { FileDiff } from './diff-to-solution.ts';

export {
  EMPTY_PROGRESS,
  reopenSteps,
  stepProgress,
  withAttempt,
  withHintShown,
  withStepOpened,
  withStepStatus,
} from './progress/progress.ts';
export type { Progress, StepProgress, StepStatus } from './progress/progress.ts';
export { readProgress, writeProgress } from './progress/progress-file.ts';
export type { ProgressRead } from './progress/progress-file.ts';
export { appendJournal, readJournal } from './journal/journal-file.ts';
export { parseJournal } from './journal/journal.ts';
export type { JournalEntry, JournalRead, SkippedLine } from './journal/journal.ts';

export { acquireLock, readLock } from './lock/lock.ts';
export type { LockOutcome, WorkspaceLock } from './lock/lock.ts';
export type { LockHolder } from './lock/lock-record.ts';
export { lockHost } from './lock/lock-host.ts';
export type { LockHost } from './lock/lock-host.ts';
export { readSessionFile, removeSessionFile, writeSessionFile } from './session-file.ts';
export type { SessionFile, SessionFileRead } from './session-file.ts';
