// What a session needs to know of the world: handed down from the bin, so that nothing below names `process`.

import type { CourseSummary } from '../contract/learner-session.ts';
import type { AppConfinement } from '../../model/app-run.ts';
import type { Runtime } from '../../runtimes/contract/runtime.ts';

export interface SessionEnv {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** What knows the language of the learner's program. */
  readonly runtime: Runtime;
  /** How the app is started where it is not the user's own. */
  readonly confinement?: AppConfinement;
  /** Absolute path of the built worker, which the embedded Prometheus runs in. @default it runs in the runner's thread */
  readonly prometheusWorkerFile?: string;
  /** Absolute path of the built worker that evaluates queries over timelines. @default they run in the runner's thread */
  readonly simulatorWorkerFile?: string;
  readonly cwd: string;
  readonly homeDir: string;
  readonly pid: number;
  /**
   * Calls the listener each time that the lab is resumed after it was stopped (Ctrl-Z and `fg`). The returned function
   * removes it. @default it is never stopped
   */
  readonly onResume?: (listener: () => void) => () => void;
  /** The text of a summary's file, in Markdown and in the learner's language. */
  readonly summaryInWords: (summary: CourseSummary) => string;
}
