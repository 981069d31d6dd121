// The lines that a target is made of: an error of the target leads to the line that has to change. Pure.
import type { FileLine } from '../facts/prometheus/places.ts';
import type { ConfigFile } from './file.ts';
import { itemsOf, pairsOf, placeOf, scalarOf, type Place } from './nodes.ts';
import type { ConfigText } from './document.ts';
import { parseConfigText } from './text.ts';

/** Undefined where the file has no such key. */
export interface JobPlaces {
  readonly metricsPath: FileLine | undefined;
  readonly scheme: FileLine | undefined;
  /** The line of a static target, by its text. */
  readonly targets: ReadonlyMap<string, FileLine>;
}

/** The places of a job in the files that hold it. */
export function placesOfJob(files: readonly ConfigFile[], name: string): JobPlaces {
  for (const { file, text } of files) {
    const parsed = parseConfigText(file, text);
    const places = 'config' in parsed ? placesIn(parsed.config, name) : undefined;
    if (places !== undefined) return places;
  }
  return { metricsPath: undefined, scheme: undefined, targets: new Map() };
}

function placesIn(config: ConfigText, name: string): JobPlaces | undefined {
  const at = (place: Place, key: string): Place =>
    pairsOf(config, place)?.find((pair) => pair.key === key)?.value;
  const jobs = itemsOf(config, at(config.document.contents ?? undefined, 'scrape_configs')) ?? [];
  const job = jobs.find((one) => String(scalarOf(at(one, 'job_name'))) === name);
  if (job === undefined) return undefined;
  const lineOf = (place: Place): FileLine | undefined =>
    place === undefined ? undefined : placeOf(config, place, 1);
  const groups = itemsOf(config, at(job, 'static_configs')) ?? [];
  const targets = groups.flatMap((group) => itemsOf(config, at(group, 'targets')) ?? []);
  return {
    metricsPath: lineOf(at(job, 'metrics_path')),
    scheme: lineOf(at(job, 'scheme')),
    targets: new Map(targets.map((target) => [String(scalarOf(target)), placeOf(config, target, 1)])),
  };
}
