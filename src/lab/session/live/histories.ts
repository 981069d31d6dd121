// Samples of the past for the steps that read it: given once to each data folder of a Prometheus, whichever it is.
import type { Course, Step } from '../../course/index.ts';
import { isObject, parseJsonObject } from '../../../json.ts';
import { factOf, LabError } from '../../model/errors.ts';
import type { HistoryOutcome, PrometheusProvider } from '../../model/prometheus-api.ts';
import { QUIET_MS } from '../../model/simulation/past.ts';
import { readWorkspaceFile, STATE_FOLDER, writeFileAtomic, type Workspace } from '../../workspace/index.ts';
import { sessionError } from '../contract/errors.ts';
import type { SessionEvent } from '../contract/events.ts';
import { note } from '../contract/notes.ts';
import type { LazyPrometheus } from './prometheus.ts';

const RECORD = 'histories.json';

export interface Histories {
  /**
   * Resolves when the Prometheus of the workspace has the history of a step, if the step names one. Rejects with a LabError
   * where it cannot have it.
   */
  ensure(step: Step, signal: AbortSignal): Promise<void>;
}

export interface HistoriesOptions {
  readonly course: Course;
  readonly workspace: Workspace;
  readonly prometheus: LazyPrometheus;
  readonly emit: (event: SessionEvent) => void;
}

/** Those of one session. */
export function createHistories({ course, workspace, prometheus, emit }: HistoriesOptions): Histories {
  /** Those that were reported as missing. */
  const reported = new Set<string>();

  async function load(name: string, provider: PrometheusProvider, signal: AbortSignal): Promise<void> {
    const history = course.histories?.[name];
    if (history === undefined) throw new Error(`the course has no history ${name}`);
    const place = `${STATE_FOLDER}/prometheus/${provider.kind}/${RECORD}`;
    const record = parseRecord(await readWorkspaceFile(workspace, place));
    const nowMs = Date.now();
    const last = record[name];
    // Two loads of one history must not overlap: its counters would go up and down.
    if (last !== undefined && nowMs - QUIET_MS - last.endMs < last.lengthMs) return;
    const endMs = nowMs - QUIET_MS;
    const seed = String(workspace.marker.seed);
    const outcome = await provider.loadHistory({ text: history.load, seed, endMs }, signal);
    if (outcome.status !== 'loaded') throw refusal(name, outcome);
    const lengthMs = Math.max(0, endMs - outcome.startMs);
    await writeFileAtomic(workspace, place, JSON.stringify({ ...record, [name]: { endMs, lengthMs } }));
    emit({ kind: 'note', fact: note('history-loaded', { title: history.title, lengthMs, agoMs: QUIET_MS }) });
  }

  return {
    async ensure({ history: name }, signal) {
      if (name === undefined) return;
      try {
        await load(name, await prometheus.get(signal), signal);
      } catch (error) {
        if (error instanceof LabError && error.code === 'history-not-loaded' && !reported.has(name)) {
          reported.add(name);
          emit({ kind: 'note', fact: factOf(error), isWarning: true });
        }
        throw error;
      }
    },
  };
}

export const refusal = (
  name: string,
  outcome: Exclude<HistoryOutcome, { readonly status: 'loaded' }>,
): LabError =>
  outcome.status === 'rejected'
    ? sessionError('history-not-loaded/description', { name, problems: outcome.problems })
    : sessionError('history-not-loaded', { why: outcome.why });

interface Loaded {
  /** Unix ms of the last sample. */
  readonly endMs: number;
  readonly lengthMs: number;
}

/** What is known of earlier loads; nothing where the record cannot be read. */
function parseRecord(text: string | undefined): Readonly<Record<string, Loaded>> {
  const entries = Object.entries(text === undefined ? {} : (parseJsonObject(text) ?? {}));
  return Object.fromEntries(
    entries.flatMap(([name, one]) => {
      if (!isObject(one)) return [];
      const { endMs, lengthMs } = one;
      return typeof endMs === 'number' && typeof lengthMs === 'number' ? [[name, { endMs, lengthMs }]] : [];
    }),
  );
}
