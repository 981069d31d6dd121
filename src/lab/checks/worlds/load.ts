// Reads the hidden series of a check. What cannot be read is the author's to correct.
import { LabError } from '../../model/errors.ts';
import type { CheckContext } from '../contract/context.ts';
import type { Timeline } from '../../model/simulation/simulator.ts';
import { faultsOfLoad } from './faults.ts';

/** The timeline that a text describes. Rejects with LabError `bad-check/load` or `bad-check/load-too-long`. */
export async function readLoad(
  { name, load }: { readonly name: string; readonly load: string },
  seed: string,
  { simulator, signal }: Pick<CheckContext, 'signal' | 'simulator'>,
): Promise<Timeline> {
  const reading = await simulator.readTimeline(load, seed, signal);
  if (reading.status === 'read') return reading.timeline;
  const [fault] = faultsOfLoad(name, reading);
  throw fault === undefined ? new Error('a load was rejected without a reason') : new LabError(fault);
}

/** When the last series of each metric of a timeline ended. */
export function lastSamples({ series }: Timeline): Readonly<Record<string, number>> {
  const last: Record<string, number> = {};
  for (const { labels, timestamps } of series) {
    const name = labels['__name__'] ?? '';
    last[name] = Math.max(last[name] ?? 0, timestamps.at(-1) ?? 0);
  }
  return last;
}
