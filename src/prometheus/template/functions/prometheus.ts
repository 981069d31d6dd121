// The functions that Prometheus adds to its templates. Facts: template.go of prometheus/prometheus 3.14.
import { parseDuration } from '../../../durations.ts';
import type { TemplateSample } from '../model/contract.ts';
import { argument, CallError, textArgument, type CallContext, type Signature } from '../values/signature.ts';
import {
  anything,
  bool,
  bytesOf,
  concrete,
  float,
  integer,
  NOTHING,
  pointer,
  SAMPLE,
  text,
  VECTOR,
  type MapValue,
  type SliceValue,
  type Value,
} from '../values/model.ts';
import { escapeQuery } from './escape.ts';
import { stripDomain, stripPort } from './hosts.ts';
import {
  humanize,
  humanize1024,
  humanizeDuration,
  humanizePercentage,
  humanizeTimestamp,
  timestampNs,
  toInt64,
  toNumber,
} from './humanize.ts';
import { toLower, toTitle, toUpper } from './letters.ts';
import { isFound, replaceAll } from './regex.ts';

/** A map of texts; a key that is not there is the empty text. */
export function textMap(entries: Iterable<readonly [string, string]>): MapValue {
  const values = Array.from(entries, ([name, value]) => [name, text(value)] as const);
  return { kind: 'map', type: 'map[string]string', entries: new Map(values), missing: text('') };
}

function sampleOf({ labels, value }: TemplateSample): Value {
  return pointer(SAMPLE, {
    kind: 'struct',
    type: SAMPLE.slice(1),
    fields: [
      ['Labels', textMap(labels.entries())],
      ['Value', anything(float(value))],
    ],
  });
}

function runQuery(args: readonly Value[], { env, budget }: CallContext): Value {
  let samples: readonly TemplateSample[];
  try {
    samples = env.query(textArgument(args, 0));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new CallError(error.message, { cause: error });
  }
  for (const _ of samples) budget.step();
  return { kind: 'slice', type: VECTOR, items: samples.map(sampleOf) };
}

function vectorArgument(args: readonly Value[], index: number): SliceValue {
  const value = argument(args, index);
  // A nil of this type is an empty list.
  return value.kind === 'slice' ? value : { kind: 'slice', type: VECTOR, items: [] };
}

function first(args: readonly Value[]): Value {
  const [item] = vectorArgument(args, 0).items;
  if (item === undefined) throw new CallError('first() called on vector with no elements');
  return item;
}

/** A field of the sample that is the argument. */
function fieldOfSample(sample: Value, name: string): Value {
  if (sample.kind !== 'pointer' || sample.target?.kind !== 'struct')
    throw new CallError('runtime error: invalid memory address or nil pointer dereference');
  return sample.target.fields.find(([field]) => field === name)?.[1] ?? NOTHING;
}

function labelOfSample(sample: Value, name: string): string {
  const labels = fieldOfSample(sample, 'Labels');
  const value = labels.kind === 'map' ? labels.entries.get(name) : undefined;
  return value?.kind === 'string' ? value.value : '';
}

function sortByLabel(args: readonly Value[]): Value {
  const name = textArgument(args, 0);
  const vector = vectorArgument(args, 1);
  const keyed = vector.items.map((item) => ({ item, key: bytesOf(labelOfSample(item, name)) }));
  return { ...vector, items: keyed.toSorted((a, b) => Buffer.compare(a.key, b.key)).map(({ item }) => item) };
}

function argumentMap(args: readonly Value[]): Value {
  const entries = args.map((value, index) => [`arg${index}`, anything(concrete(value))] as const);
  return {
    kind: 'map',
    type: 'map[string]interface {}',
    entries: new Map(entries),
    missing: anything(NOTHING),
  };
}

/** Seconds of a duration such as `1h30m`, which may be negative. */
function durationSeconds(given: string): number {
  const isNegative = given.startsWith('-');
  const outcome = parseDuration(isNegative ? given.slice(1) : given);
  if (outcome.status === 'rejected') throw new CallError(outcome.message);
  return ((isNegative ? -1 : 1) * outcome.ms) / 1_000;
}

function graphLink(expr: string, tab: number): string {
  return `/graph?g0.expr=${escapeQuery(expr)}&g0.tab=${tab}`;
}

/** The path of the external URL, with its escapes decoded as Go holds it. */
function pathOf(externalUrl: string): string {
  const [, path = ''] = /^[^:/?#]+:(?:\/\/[^/?#]*)?([^?#]*)/.exec(externalUrl) ?? [];
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return path;
  }
}

const ofText = (make: (given: string) => string): Signature => ({
  parameters: ['string'],
  call: (args) => text(make(textArgument(args, 0))),
});

const ofNumber = (make: (value: number) => Value): Signature => ({
  parameters: ['interface {}'],
  call: (args) => make(toNumber(argument(args, 0))),
});

export const PROMETHEUS_FUNCTIONS: Readonly<Record<string, Signature>> = {
  query: { parameters: ['string'], call: runQuery },
  first: { parameters: [VECTOR], call: first },
  label: {
    parameters: ['string', SAMPLE],
    call: (args) => text(labelOfSample(argument(args, 1), textArgument(args, 0))),
  },
  value: { parameters: [SAMPLE], call: (args) => fieldOfSample(argument(args, 0), 'Value') },
  strvalue: { parameters: [SAMPLE], call: (args) => text(labelOfSample(argument(args, 0), '__value__')) },
  sortByLabel: { parameters: ['string', VECTOR], call: sortByLabel },
  args: { parameters: [], variadic: 'interface {}', call: argumentMap },
  match: {
    parameters: ['string', 'string'],
    call: (args) => bool(isFound(textArgument(args, 0), textArgument(args, 1))),
  },
  reReplaceAll: {
    parameters: ['string', 'string', 'string'],
    call: (args, { budget }) =>
      text(replaceAll(textArgument(args, 0), textArgument(args, 1), textArgument(args, 2), budget)),
  },
  safeHtml: {
    parameters: ['string'],
    call: (args) => ({ kind: 'string', type: 'template.HTML', value: textArgument(args, 0) }),
  },
  title: ofText(toTitle),
  toUpper: ofText(toUpper),
  toLower: ofText(toLower),
  graphLink: ofText((given) => graphLink(given, 0)),
  tableLink: ofText((given) => graphLink(given, 1)),
  stripPort: ofText(stripPort),
  stripDomain: ofText(stripDomain),
  urlQueryEscape: ofText(escapeQuery),
  humanize: ofNumber((value) => text(humanize(value))),
  humanize1024: ofNumber((value) => text(humanize1024(value))),
  humanizeDuration: ofNumber((value) => text(humanizeDuration(value))),
  humanizePercentage: ofNumber((value) => text(humanizePercentage(value))),
  humanizeTimestamp: ofNumber((value) => text(humanizeTimestamp(value))),
  toTime: ofNumber((value) => pointer('*time.Time', { kind: 'time', ns: timestampNs(value) })),
  toDuration: ofNumber((value) => pointer('*time.Duration', integer(toInt64(value * 1e9), 'time.Duration'))),
  parseDuration: {
    parameters: ['string'],
    call: (args) => float(durationSeconds(textArgument(args, 0))),
  },
  now: { parameters: [], call: (_args, { env }) => float(env.nowMs / 1_000) },
  externalURL: { parameters: [], call: (_args, { externalUrl }) => text(externalUrl) },
  pathPrefix: { parameters: [], call: (_args, { externalUrl }) => text(pathOf(externalUrl)) },
};
