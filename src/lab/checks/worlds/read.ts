// Worlds as timelines, ready to be asked.
import { parseDuration } from '../../../durations.ts';
import type { CheckContext } from '../contract/context.ts';
import type { Timeline } from '../../model/simulation/simulator.ts';
import { readLoad } from './load.ts';
import type { WorldSpec } from './spec.ts';

export interface World {
  readonly spec: WorldSpec;
  readonly timeline: Timeline;
  readonly atMs: number;
}

/** The worlds with the samples of the workspace's seed. Rejects with LabError `bad-check/load` where one cannot be read. */
export function readWorlds(
  specs: readonly WorldSpec[],
  context: Pick<CheckContext, 'seed' | 'signal' | 'simulator'>,
): Promise<readonly World[]> {
  return Promise.all(
    specs.map(async (spec): Promise<World> => {
      const timeline = await readLoad(spec, `${context.seed}\0${spec.name}`, context);
      const at = spec.at === undefined ? undefined : parseDuration(spec.at);
      return { spec, timeline, atMs: at?.status === 'parsed' ? at.ms : timeline.endMs };
    }),
  );
}
