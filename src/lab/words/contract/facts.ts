// Every fact that a language words, gathered from the modules.
import type { AppErrors } from '../../app-process/index.ts';
import type { AuthoringErrors } from '../../authoring/facts/errors.ts';
import type { CheckErrors } from '../../checks/index.ts';
import type { CommandErrors } from '../../cli/facts/errors.ts';
import type { CourseErrors } from '../../course/facts/errors.ts';
import type { BugFact } from '../../model/errors.ts';
import type { SharedErrors } from '../../model/shared-errors.ts';
import type { InstallErrors, RunningErrors } from '../../prometheus/index.ts';
import type { PrepareErrors } from '../../runtimes/contract/errors.ts';
import type { ReportErrors } from '../../report/facts/errors.ts';
import type { SessionErrors } from '../../session/contract/errors.ts';
import type { VerifyErrors } from '../../verify/facts/errors.ts';
import type { WorkspaceErrors } from '../../workspace/index.ts';

/** The errors that a user can fix, and what a bug says of itself. */
export type Errors = AppErrors &
  AuthoringErrors &
  CheckErrors &
  CommandErrors &
  CourseErrors &
  InstallErrors &
  PrepareErrors &
  ReportErrors &
  RunningErrors &
  SessionErrors &
  SharedErrors &
  VerifyErrors &
  WorkspaceErrors & { readonly bug: BugFact };
