// The live app of a session: one supervisor, and what it does told as events.
import { createSupervisor, type Supervisor, type SupervisorState } from '../app-process/index.ts';
import type { AppStart } from '../model/app-run.ts';
import type { Course } from '../model/course.ts';
import type { SessionEvent } from './events.ts';
import type { SessionPlace } from './place.ts';
import { planPorts, type PortPlan } from './ports.ts';

export interface LiveApp {
  /** Where the app's ports are; undefined until it was first started or planned. */
  readonly ports: PortPlan | undefined;
  /** Settles the ports without starting anything. */
  plan(): Promise<PortPlan>;
  /** Starts it unless it runs. */
  start(signal: AbortSignal): Promise<AppStart>;
  /** Starts it anew; its counters are at zero then. */
  restart(signal: AbortSignal): Promise<AppStart>;
  readonly state: SupervisorState;
  /** The last lines that it printed, oldest first. */
  lastLines(count: number): readonly string[];
  stop(): Promise<void>;
}

export interface LiveAppOptions {
  readonly course: Course;
  readonly workspaceDir: string;
  readonly place: SessionPlace;
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

/** A live app that has not been started yet. */
export function createLiveApp(options: LiveAppOptions): LiveApp {
  const { course, workspaceDir, place, emit } = options;
  let { ports } = options;
  let planning: Promise<PortPlan> | undefined;
  let supervisor: Supervisor | undefined;
  let hasRun = false;

  const plan = (): Promise<PortPlan> => {
    planning ??= (ports === undefined ? planPorts(course.app.ports, emit) : Promise.resolve(ports)).then(
      (planned) => (ports = planned),
    );
    return planning;
  };

  async function supervise(): Promise<Supervisor> {
    const { moved } = await plan();
    supervisor ??= watched(
      createSupervisor({
        workspaceDir,
        entry: course.app.entry,
        env: place.env,
        nodePath: place.nodePath,
        hookFile: place.hookFile,
        platform: place.platform,
        readyPort: readyPortOf(course),
        portMap: moved,
      }),
    );
    return supervisor;
  }

  /** Tells of an app that ends by itself; a start that fails is told by whoever started it. */
  function watched(made: Supervisor): Supervisor {
    made.subscribe((state) => {
      if (state.kind !== 'crashed' || !state.wasRunning) return;
      const { failure } = state;
      if (failure.kind === 'crashed' || failure.kind === 'exited')
        emit({ kind: 'app-exited', exit: failure.exit });
      else emit({ kind: 'app-start-failed', failure });
    });
    return made;
  }

  async function told(start: (made: Supervisor) => Promise<AppStart>): Promise<AppStart> {
    const made = await supervise();
    const before = made.state.kind === 'running' ? made.state.run : undefined;
    const outcome = await start(made);
    if (outcome.status === 'failed') emit({ kind: 'app-start-failed', failure: outcome.failure });
    else if (outcome.run !== before) {
      options.onStart();
      emit({ kind: 'app-started', pid: outcome.run.pid, isRestart: hasRun });
      hasRun = true;
    }
    return outcome;
  }

  return {
    get ports() {
      return ports;
    },
    plan,
    start: (signal) => told((made) => made.start(signal)),
    restart: (signal) => told((made) => made.restart(signal)),
    get state() {
      return supervisor?.state ?? { kind: 'stopped' };
    },
    lastLines: (count) => supervisor?.lastLines(count) ?? [],
    async stop() {
      await supervisor?.stop();
    },
  };
}
