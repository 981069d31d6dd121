// Readers for the kinds of value that a configuration has: durations, sizes, label names, addresses.
import { parseDuration } from '../../durations.ts';
import type { ScrapeProtocol, TargetGroup } from './model.ts';
import { list, mapping, record } from './yaml-collections.ts';
import type { Read } from './yaml-reader.ts';
import { parsed, text } from './yaml-scalars.ts';

/** A duration that may be 0, which means the default. */
export const duration: Read<number> = parsed((source) => {
  const outcome = parseDuration(source);
  return outcome.status === 'parsed' ? { value: outcome.ms } : { problem: outcome.message };
});

const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KB: 2 ** 10,
  MB: 2 ** 20,
  GB: 2 ** 30,
  TB: 2 ** 40,
  PB: 2 ** 50,
  EB: 2 ** 60,
};

/**
 * `10MB`, `1KiB`, `1GB512MB`: powers of 1024, all in one of the two spellings and in capitals, as in Prometheus
 * (github.com/alecthomas/units). A negative size is no limit.
 */
export const byteSize: Read<number> = parsed((source) => {
  if (source === '0') return { value: 0 };
  const match =
    /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:B|[KMGTPE]B))+|(?:(?:\d+\.?\d*|\.\d+)(?:B|[KMGTPE]iB))+)$/.exec(
      source,
    );
  if (match === null)
    return { problem: `units: unknown unit in ${JSON.stringify(source)} (write 10MB, 512KB)` };
  const [, sign, sizes = ''] = match;
  let bytes = 0;
  for (const [, amount, unit = ''] of sizes.matchAll(/([\d.]+)([KMGTPE]?)i?B/g))
    bytes += Math.floor(Number(amount) * (UNITS[`${unit}B`] ?? 1));
  if (bytes > 2 ** 63) return { problem: 'units: overflow parsing unit' };
  return { value: sign === '-' && bytes > 0 ? -bytes : bytes };
});

/** Bytes in the largest unit that is exact: `10MiB`. */
export function formatByteSize(bytes: number): string {
  for (const [unit, size] of [
    ['EiB', 2 ** 60],
    ['PiB', 2 ** 50],
    ['TiB', 2 ** 40],
    ['GiB', 2 ** 30],
    ['MiB', 2 ** 20],
    ['KiB', 2 ** 10],
  ] as const) {
    if (bytes >= size && bytes % size === 0) return `${bytes / size}${unit}`;
  }
  return `${bytes}B`;
}

const PROTOCOLS: ReadonlySet<string> = new Set<ScrapeProtocol>([
  'OpenMetricsText1.0.0',
  'OpenMetricsText0.0.1',
  'PrometheusText1.0.0',
  'PrometheusText0.0.4',
]);

/** One of the text protocols. PrometheusProto is one that this server cannot read. */
export const scrapeProtocol: Read<ScrapeProtocol> = parsed((source) => {
  if (isProtocol(source)) return { value: source };
  if (source === 'PrometheusProto') return { problem: 'the embedded server does not read PrometheusProto' };
  return { problem: `unknown scrape protocol ${source}, supported: [${[...PROTOCOLS].join(' ')}]` };
});

function isProtocol(source: string): source is ScrapeProtocol {
  return PROTOCOLS.has(source);
}

/** Label names: any text that is not empty, as in Prometheus 3; `__name__` is not for targets. */
function labelNameProblem(name: string): string | undefined {
  return name === '' ? '"" is not a valid label name' : undefined;
}

/** Label names with their values. */
export const labelMap: Read<Record<string, string>> = record(text, labelNameProblem);

const readGroup = mapping('StaticConfig', { targets: list('[]string', text), labels: labelMap });

/** One entry of static_configs or of a file of targets. */
export const targetGroup: Read<TargetGroup> = (node, reader) => {
  const group = readGroup(node, reader);
  return group === undefined ? undefined : { targets: group.targets ?? [], labels: group.labels ?? {} };
};
