// A check's context from parts: what a test does not give must not be asked for.
import type { AppStart } from '../../../../src/lab/model/app-run.ts';
import type { CheckContext } from '../../../../src/lab/checks/contract/context.ts';
import type { CheckKind, CheckSpecOf } from '../../../../src/lab/checks/index.ts';
import { createNodeRuntime } from '../../../../src/lab/runtimes/node/index.ts';
import type { Fact, Verdict } from '../../../../src/lab/model/verdict.ts';
import { createSimulator } from '../../../../src/lab/prometheus/index.ts';
import { NODE_PLACE } from '../../../support/node-place.ts';

const closed = (name: string) => (): Promise<never> =>
  Promise.reject(new Error(`${name} was not given to this test`));

/** A context with these doors; the others reject with their name. */
export function contextWith(doors: Partial<CheckContext> = {}): CheckContext & { readonly waits: Fact[] } {
  const waits: Fact[] = [];
  return {
    signal: new AbortController().signal,
    workspaceDir: '/nowhere',
    runtime: createNodeRuntime(NODE_PLACE),
    entry: 'main.ts',
    readFile: () => Promise.resolve(undefined),
    ports: { api: 3000, metrics: 8000 },
    isolatedRun: closed('isolatedRun'),
    liveApp: (): Promise<AppStart> =>
      Promise.resolve({ status: 'failed', failure: { kind: 'missing-entry', file: 'main.ts' } }),
    lastRestart: undefined,
    appWithTraffic: () => Promise.resolve(undefined),
    prometheus: closed('prometheus'),
    runningPrometheus: () => undefined,
    simulator: createSimulator(),
    seed: '0',
    history: () => Promise.resolve(),
    incident: closed('incident'),
    lastTrafficAtMs: undefined,
    answer: undefined,
    starterFile: () => Promise.resolve(undefined),
    portHolder: () => Promise.resolve(undefined),
    waitingFor: (what) => void waits.push(what),
    ...doors,
    waits,
  };
}

/** The code of a verdict, `pass` where it is one. */
export function codeOf(verdict: Verdict): string {
  return verdict.status === 'pass' ? 'pass' : verdict.code;
}

/** A spec without its `kind`, which the test's check knows. */
export type SpecFields<K extends CheckKind> = Omit<CheckSpecOf<K>, 'kind'>;
