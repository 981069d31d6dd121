// The live app of a session: one supervisor, whose doings become events.
import {
  createSupervisor,
  type AppOptions,
  type Prepared,
  type Supervisor,
  type SupervisorState,
} from '../../app-process/index.ts';
import type { AppRestart, AppRun, AppStart } from '../../model/app-run.ts';
import type { Course } from '../../course/index.ts';
import type { SessionEvent } from '../contract/events.ts';
import type { SessionEnv } from './env.ts';
import { moveAside, planPorts, type PortPlan } from './ports.ts';

export interface LiveApp {
  /** Where the app's ports are; undefined until it was first started or planned. */
  readonly ports: PortPlan | undefined;
  /** Settles the ports without starting anything. */
  plan(): Promise<PortPlan>;
  /** Starts it unless it runs. */
  start(signal: AbortSignal, wish?: StartWish): Promise<AppStart>;
  /** Restarts it; its counters are at zero then. */
  restart(signal: AbortSignal): Promise<AppStart>;
  readonly state: SupervisorState;
  /** Its last restart, however it came about; undefined while it has had none. */
  readonly lastRestart: AppRestart | undefined;
  /** The last lines that it printed, oldest first. */
  lastLines(count: number): readonly string[];
  stop(): Promise<void>;
}

export interface StartWish {
  /** @default the program as its files are now */
  readonly prepared?: Prepared;
  /** Whether the report of a check says, too, that it did not start. @default false */
  readonly isReported?: boolean;
}

export interface LiveAppOptions {
  readonly course: Course;
  readonly workspaceDir: string;
  /** Rejects where the workspace is not the folder that was opened: nothing is started then. */
  readonly refuseGone: () => Promise<void>;
  readonly place: SessionEnv;
  readonly emit: (event: SessionEvent) => void;
  /** Called each time that it was started. */
  readonly onStart: () => void;
  /** Where its ports are. @default the course's own, or free ones where those are taken */
  readonly ports?: PortPlan;
}

/** The port whose listening means that the app is ready: `api`, or the first one that the course names. */
export function readyPortOf(course: Course): number {
  return course.app.ports['api'] ?? Object.values(course.app.ports)[0] ?? 0;
}

/** How the learner's app is started, live and isolated. */
export const appOptionsOf = ({
  course,
  workspaceDir,
  place,
}: Pick<LiveAppOptions, 'course' | 'workspaceDir' | 'place'>): AppOptions => ({
  workspaceDir,
  entry: course.app.entry,
  env: place.env,
  runtime: place.runtime,
  ...(place.confinement === undefined ? {} : { confinement: place.confinement }),
  platform: place.platform,
  readyPort: readyPortOf(course),
  ownPorts: Object.values(course.app.ports),
});

/** A live app that has not been started yet. */
export function createLiveApp(options: LiveAppOptions): LiveApp {
  const { course, emit } = options;
  let { ports } = options;
  let planning: Promise<PortPlan> | undefined;
  let supervisor: Supervisor | undefined;
  let isReported = false;
  let lastRestart: AppRestart | undefined;

  const plan = (): Promise<PortPlan> => {
    planning ??= (ports === undefined ? planPorts(course.app.ports, emit) : Promise.resolve(ports)).then(
      (planned) => (ports = planned),
    );
    return planning;
  };

  async function supervise(): Promise<Supervisor> {
    await options.refuseGone();
    await plan();
    supervisor ??= watched(
      createSupervisor({
        ...appOptionsOf(options),
        portMap: () => ports?.moved ?? {},
        async onPortTaken() {
          if (ports !== undefined) ports = await moveAside(course.app.ports, ports, emit);
        },
      }),
    );
    return supervisor;
  }

  /** Reports each start, failed start and exit once. */
  function watched(made: Supervisor): Supervisor {
    let announced: AppRun | undefined;
    let isDown = false;
    let endedAtMs: number | undefined;
    made.subscribe((state) => {
      if (announced !== undefined && state.kind !== 'running') endedAtMs ??= Date.now();
      if (state.kind === 'running' && state.run !== announced) {
        options.onStart();
        emit({
          kind: 'app-started',
          pid: state.run.pid,
          isRestart: announced !== undefined,
          wasDown: isDown,
        });
        isDown = false;
        announced = state.run;
        if (endedAtMs !== undefined) lastRestart = { endedAtMs, startedAtMs: Date.now() };
        endedAtMs = undefined;
      } else if (state.kind === 'running') {
        emit({ kind: 'app-responsive', isResponsive: state.isResponsive });
      } else if (state.kind === 'crashed') {
        const { failure, wasRunning } = state;
        isDown = true;
        const isEnd = failure.kind === 'crashed' || failure.kind === 'exited';
        if (wasRunning && isEnd) emit({ kind: 'app-exited', exit: failure.exit });
        else emit({ kind: 'app-start-failed', failure, isReported });
      }
    });
    return made;
  }

  return {
    get ports() {
      return ports;
    },
    plan,
    async start(signal, wish = {}) {
      const made = await supervise();
      isReported = wish.isReported === true;
      return made.start(signal, wish.prepared);
    },
    async restart(signal) {
      const made = await supervise();
      isReported = false;
      return made.restart(signal);
    },
    get state() {
      return supervisor?.state ?? { kind: 'stopped' };
    },
    get lastRestart() {
      return lastRestart;
    },
    lastLines: (count) => supervisor?.lastLines(count) ?? [],
    async stop() {
      await supervisor?.stop();
    },
  };
}
