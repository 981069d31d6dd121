// The use case `state`: where the learner is and where things run.
import type { Course } from '../../course/index.ts';
import { partOf, stepsOfPart } from '../../model/course.ts';
import { stepProgress, type Progress } from '../../workspace/index.ts';
import { planFlow } from '../work/flow.ts';
import { findStep, type Needs } from '../work/deps.ts';
import { PROMETHEUS_PORT } from '../live/prometheus.ts';
import type { SessionState } from '../contract/state.ts';

/** A snapshot as plain JSON. */
export function state(deps: Needs<'course' | 'keeper' | 'live' | 'prometheus' | 'workspace'>): SessionState {
  const { course, workspace, keeper, live } = deps;
  const provider = deps.prometheus.current();
  const app = live.state;
  const current = findStep(deps, undefined);
  const addresses = Object.fromEntries(
    Object.entries(live.ports?.actual ?? course.app.ports).map(([name, port]) => [name, `localhost:${port}`]),
  );
  return {
    course: course.id,
    workspaceDir: workspace.dir,
    seed: workspace.marker.seed,
    currentStep: current.id,
    flow: planFlow(course, current, stepProgress(keeper.progress, current.id).status),
    steps: course.steps.map((step) => {
      const { status, hintsShown } = stepProgress(keeper.progress, step.id);
      return {
        id: step.id,
        number: step.number,
        title: step.title,
        kind: step.kind,
        ...partOf(course.parts, step),
        status,
        hintsShown,
        hintsTotal: step.hints.length,
      };
    }),
    ...(course.parts.length === 0 ? {} : { parts: partsOf(course, keeper.progress) }),
    addresses: {
      ...addresses,
      prometheus: provider === undefined ? `localhost:${PROMETHEUS_PORT}` : hostOf(provider.api.url),
    },
    app: { state: app.kind, ...(app.kind === 'running' ? { pid: app.run.pid } : {}) },
    ...(provider === undefined
      ? {}
      : { prometheus: { kind: provider.kind, description: provider.description, url: provider.api.url } }),
  };
}

const partsOf = (course: Course, progress: Progress): NonNullable<SessionState['parts']> =>
  course.parts.map(({ id, title }, index) => {
    const steps = stepsOfPart(course, index);
    const isFinished = steps.every((step) => stepProgress(progress, step.id).status !== 'open');
    return { id, title, steps: steps.length, isFinished };
  });

const hostOf = (url: string): string => new URL(url).host.replace(/^127\.0\.0\.1:/, 'localhost:');
