// Worlds as timelines, ready to be asked.
import { parseDuration } from '../../../durations.ts';
import type { CheckContext } from '../contract/context.ts';
import { checkError } from '../facts/errors.ts';
import type { Timeline } from '../../model/simulation/simulator.ts';
import type { WorldSpec } from './spec.ts';

export interface World {
  readonly spec: WorldSpec;
  readonly timeline: Timeline;
  readonly atMs: number;
}

/** The worlds with the samples of the workspace's seed. Rejects with LabError `bad-check` where one cannot be read. */
export function readWorlds(
  specs: readonly WorldSpec[],
  { simulator, seed, signal }: Pick<CheckContext, 'seed' | 'signal' | 'simulator'>,
): Promise<readonly World[]> {
  return Promise.all(
    specs.map(async (spec): Promise<World> => {
      const reading = await simulator.readTimeline(spec.load, `${seed}\0${spec.name}`, signal);
      if (reading.status === 'too-heavy') throw checkError('bad-check/world-too-long', { name: spec.name });
      if (reading.status === 'rejected') {
        const [problem = { line: 1, message: '' }] = reading.problems;
        throw checkError('bad-check/world-unreadable', {
          name: spec.name,
          line: problem.line,
          said: problem.message,
        });
      }
      const { timeline } = reading;
      const at = spec.at === undefined ? undefined : parseDuration(spec.at);
      return { spec, timeline, atMs: at?.status === 'parsed' ? at.ms : timeline.endMs };
    }),
  );
}
