// Parses a whole page into families of samples. The scraper uses the scanner directly.
import { chooseFormat, mediaTypeOf } from './content-type.ts';
import type {
  Exemplar,
  ExpositionError,
  ExpositionFormat,
  ExpositionSample,
  ExpositionSink,
  MetricFamily,
  MetricType,
} from './model.ts';
import { scanExposition } from './scan.ts';
import { parseSeries } from './series.ts';

export type ExpositionOutcome =
  { readonly status: 'ok'; readonly families: MetricFamily[] } | ExpositionError;

interface OpenFamily {
  readonly name: string;
  type: MetricType;
  help: string;
  unit: string;
  readonly samples: ExpositionSample[];
}

/** Suffixes that the samples of a family may have. */
const suffixes: Record<ExpositionFormat, Partial<Record<MetricType, readonly string[]>>> = {
  text: { histogram: ['_bucket', '_sum', '_count'], summary: ['_sum', '_count'] },
  openmetrics: {
    counter: ['_total', '_created'],
    histogram: ['_bucket', '_sum', '_count', '_created'],
    gaugehistogram: ['_bucket', '_gsum', '_gcount'],
    summary: ['_sum', '_count', '_created'],
    info: ['_info'],
  },
};

class FamilyCollector implements ExpositionSink {
  readonly families = new Map<string, OpenFamily>();
  readonly #format: ExpositionFormat;
  #last: { samples: ExpositionSample[] } | undefined;

  constructor(format: ExpositionFormat) {
    this.#format = format;
  }

  help(family: string, text: string): void {
    this.#family(family).help = text;
  }

  type(family: string, type: MetricType): void {
    this.#family(family).type = type;
  }

  unit(family: string, unit: string): void {
    this.#family(family).unit = unit;
  }

  sample(series: string, value: number, timestampMs: number | undefined): void {
    const { name, labels } = parseSeries(series, this.#format);
    const family = this.#familyOf(name);
    const sample = { name, labels: Object.fromEntries(labels), value };
    family.samples.push(timestampMs === undefined ? sample : { ...sample, timestampMs });
    this.#last = family;
  }

  exemplar(exemplar: Exemplar): void {
    const sample = this.#last?.samples.pop();
    if (sample !== undefined) this.#last?.samples.push({ ...sample, exemplar });
  }

  #family(name: string): OpenFamily {
    let family = this.families.get(name);
    if (family === undefined) {
      family = { name, type: 'unknown', help: '', unit: '', samples: [] };
      this.families.set(name, family);
    }
    return family;
  }

  #familyOf(sampleName: string): OpenFamily {
    const exact = this.families.get(sampleName);
    if (exact !== undefined) return exact;
    const underscore = sampleName.lastIndexOf('_');
    const base = underscore > 0 ? this.families.get(sampleName.slice(0, underscore)) : undefined;
    const isPart =
      base !== undefined && suffixes[this.#format][base.type]?.includes(sampleName.slice(underscore));
    return isPart === true ? base : this.#family(sampleName);
  }
}

/**
 * Parses a page of metrics. Without a content type it is read as text format 0.0.4; an `application/openmetrics-text`
 * one as OpenMetrics; one that Prometheus refuses is an error on line 1.
 */
export function parseExposition(text: string, contentType?: string): ExpositionOutcome {
  const choice =
    contentType === undefined ? ({ status: 'ok', format: 'text' } as const) : chooseFormat(contentType);
  if (choice.status === 'error') {
    const got = mediaTypeOf(contentType ?? '') || 'none';
    return { status: 'error', line: 1, message: `the Content-Type must be text/plain, and is ${got}` };
  }
  const collector = new FamilyCollector(choice.format);
  const outcome = scanExposition(text, choice.format, collector);
  return outcome.status === 'error' ? outcome : { status: 'ok', families: [...collector.families.values()] };
}
