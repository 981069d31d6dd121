// The flags that several files of the commands use.
import type { IsolationChoice } from '../../report/regrade/isolation.ts';

/** Flags that every command takes. */
export interface CommonFlags {
  readonly dir?: string;
  readonly course?: string;
  readonly trustCourse?: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Flags of the commands that need a running system. */
export interface SessionFlags extends CommonFlags {
  readonly prometheus: string;
}

/** Flags of `report`, also where it runs the checks again. */
export interface ReportFlags extends SessionFlags {
  readonly csv?: boolean;
  readonly html?: string;
  readonly regrade?: boolean;
  readonly atOnce?: number;
  readonly isolate: IsolationChoice;
  /** In seconds. */
  readonly timeLimit: number;
}
