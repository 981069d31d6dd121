// What a check is given. Checks import no other room of the lab: the session hands them these doors.
import type { AppRestart, AppStart, PortHolder } from '../../model/app-run.ts';
import type { PlannedIncident, RunningIncident } from '../../model/incident.ts';
import type { PrometheusProvider } from '../../model/prometheus-api.ts';
import type { Simulator } from '../../model/simulation/simulator.ts';
import type { Fact } from '../../model/verdict.ts';
import type { Runtime } from '../../runtimes/contract/runtime.ts';

export interface CheckContext {
  readonly signal: AbortSignal;
  /** Absolute path of the learner's folder. */
  readonly workspaceDir: string;
  /** The text of a workspace file, undefined if there is none. */
  readFile(path: string): Promise<string | undefined>;
  /** The workspace file that is run. */
  readonly entry: string;
  /** What knows the language of the learner's program. */
  readonly runtime: Pick<Runtime, 'output' | 'packages' | 'sources'>;
  /** Port name -> the port the learner's code asks for (`{api: 3000, metrics: 8000}`). */
  readonly ports: Readonly<Record<string, number>>;
  /** The learner's app in a separate process on free ports, counters at zero. One per run of a step's checks,
   * started on first use and ended by the session. */
  isolatedRun(): Promise<AppStart>;
  /** The live app, started if it is not running. */
  liveApp(): Promise<AppStart>;
  /** The last restart of the live app in this session, undefined if there was none. */
  readonly lastRestart: AppRestart | undefined;
  /**
   * The live app once it has had all of the traffic that the step is about; undefined where the step is about none.
   * What asks for something that traffic makes calls it first. Rejects with a LabError `traffic-failed` where a request
   * got no answer: the session makes it `blocked`.
   */
  appWithTraffic(): Promise<AppStart | undefined>;
  /** The Prometheus of this workspace. Rejects with a LabError if none can be had: the session makes it `blocked`. */
  prometheus(): Promise<PrometheusProvider>;
  /** The Prometheus of this workspace if it is running already: for what is shown and never judged. */
  runningPrometheus(): PrometheusProvider | undefined;
  /** Evaluates queries over timelines, apart from any server. */
  readonly simulator: Simulator;
  /** Varies what is generated, such as `~` in a timeline: the workspace's, the same in each check. */
  readonly seed: string;
  /**
   * Resolves once Prometheus has the samples of the past that the step is about, if it is about any. Rejects with a LabError
   * where it cannot have them: the session makes it `blocked`.
   */
  history(): Promise<void>;
  /**
   * Plays an incident in the live app and in Prometheus's past, if it is not under way. It ends when the learner leaves the
   * step. Rejects with a LabError where the samples of the past cannot be had: the session makes it `blocked`.
   */
  incident(plan: PlannedIncident): Promise<RunningIncident>;
  /** Unix ms of the last traffic sent to the live app: a query answer counts only samples scraped after it. */
  readonly lastTrafficAtMs: number | undefined;
  /** What the learner answered, undefined where no answer was given. */
  readonly answer: string | undefined;
  /** Files of the workspace as they were created: for other jobs of prometheus.yml that must stay. */
  starterFile(path: string): Promise<string | undefined>;
  /** Who listens on a port of this computer; undefined where it cannot be known. */
  portHolder(port: number): Promise<PortHolder | undefined>;
  /** Says what is being waited for: a fact of `checks/facts/prometheus/waits.ts`. */
  waitingFor(what: Fact): void;
}

export type { AppStart };
