// Whether a metric is there as asked for, and what is there instead: registries -> the metric, or the verdict that
// names the difference. Pure.
import type { RegisteredMetric, RegistrySnapshot } from '../../model/app-run.ts';
import type { CheckSpecOf } from '../../model/schema.ts';
import type { Fail } from '../../model/verdict.ts';
import { metricsNamed, ownMetricNames, type FoundMetric } from './registries.ts';
import { closestWord, isLikeName, plainWord } from '../facts/similarity.ts';
import { fail } from '../facts/verdicts.ts';
import { counted, listing } from '../facts/wording.ts';

/** Label names that people choose for the same thing. */
const likeNames: Readonly<Record<string, readonly string[]>> = {
  path: ['route', 'url', 'uri', 'endpoint', 'resource', 'page', 'handler', 'target'],
  method: ['verb', 'httpmethod', 'requestmethod', 'type', 'action', 'operation'],
  code: ['status', 'statuscode', 'httpcode', 'httpstatus', 'httpstatuscode', 'error', 'errorcode'],
};

/** What people put in place of `_total`. */
const otherEnding = /_?(?:count|counter|number)$/i;

/** The metric of that name, or the verdict that says what is there instead. */
export function findMetric(
  snapshots: readonly RegistrySnapshot[],
  name: string,
): { readonly found: readonly FoundMetric[] } | { readonly missing: Fail } {
  const found = metricsNamed(snapshots, name);
  return found.length > 0 ? { found } : { missing: missingMetric(snapshots, name) };
}

function missingMetric(snapshots: readonly RegistrySnapshot[], name: string): Fail {
  const expected = name;
  if (snapshots.length === 0) {
    return fail('client-not-used', 'The app does not use prom-client (or @prometheus-io/client) yet.', {
      expected: `a metric ${name}`,
      observed: 'no registry',
      hint: 'Import what you need from the client that you installed at the top of the file.',
    });
  }
  const names = ownMetricNames(snapshots);
  const observed = names.length === 0 ? 'no metric' : listing(names);
  if (name.endsWith('_total')) {
    const short = name.slice(0, -'_total'.length);
    const cut = names.find((other) => plainWord(other.replace(otherEnding, '')) === plainWord(short));
    if (cut !== undefined) {
      return fail('name-without-total', `The metric is named ${cut}; its name must end in _total.`, {
        expected,
        observed: cut,
        hint: 'Names of counters end in _total, which tells readers that they only go up.',
      });
    }
  }
  const close = closestWord(name, names) ?? names.find((other) => isLikeName(name, other));
  if (close !== undefined) {
    return fail('wrong-name', `There is a metric ${close}, and none named ${name}.`, {
      expected,
      observed: close,
      hint: 'Compare the two names letter by letter.',
    });
  }
  return fail('metric-missing', `The running app has no metric ${name}.`, {
    expected,
    observed,
    hint:
      names.length === 0
        ? 'Create the metric at the top of the file, so that it is there as soon as the app runs.'
        : 'Create the metric at the top of the file, or check the name that you gave it.',
  });
}

/** What is wrong with a metric that has the right name, the most basic fault first; undefined where nothing is. */
export function judgeMetric(metric: RegisteredMetric, spec: CheckSpecOf<'metric'>): Fail | undefined {
  const { name } = spec;
  if (metric.type !== spec.type) {
    return fail('wrong-type', `${name} is a ${metric.type}, and should be a ${spec.type}.`, {
      expected: spec.type,
      observed: metric.type,
      hint: typeHints[spec.type],
    });
  }
  if (spec.help !== undefined && plainHelp(metric.help) !== plainHelp(spec.help)) {
    return fail('help-differs', `${name} has another help text.`, {
      expected: spec.help,
      observed: metric.help,
      hint: 'Copy the help text from the step, word by word.',
    });
  }
  return spec.labels === undefined ? undefined : judgeLabelNames(metric, spec.labels);
}

const typeHints: Readonly<Record<CheckSpecOf<'metric'>['type'], string>> = {
  counter: 'A number of things that happened only ever goes up: there is a type for just that.',
  gauge: 'There is a type for a number that goes up and down, like a level: a gauge.',
  histogram: 'Values that fall into buckets have a type of their own.',
  summary: 'Quantiles that the app computes itself have a type of their own.',
};

function plainHelp(help: string): string {
  return help
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[.!]+$/, '')
    .trimEnd()
    .toLowerCase();
}

function judgeLabelNames(metric: RegisteredMetric, wanted: readonly string[]): Fail | undefined {
  const { name, labelNames } = metric;
  const observed = labelNames.length === 0 ? 'no labels' : listing(labelNames);
  if (wanted.length === 0) {
    if (labelNames.length === 0) return undefined;
    return fail('labels-too-early', `${name} has ${counted(labelNames.length, 'label')} already.`, {
      expected: 'no labels',
      observed,
      hint: 'Leave the labels away for now: a later step adds them.',
    });
  }
  const missing = wanted.filter((label) => !labelNames.includes(label));
  if (missing.length === 0) return undefined;
  const expected = listing(wanted);
  const others = labelNames.filter((label) => !wanted.includes(label));
  for (const label of missing) {
    const meant = likeLabel(label, others);
    if (meant === undefined) continue;
    return fail('label-misnamed', `${name} has a label ${meant}, and none named ${label}.`, {
      expected,
      observed,
      hint: 'Give the label the name that the step asks for: queries and dashboards use it.',
    });
  }
  return fail(
    'label-missing',
    `${name} lacks the label${missing.length > 1 ? 's' : ''} ${listing(missing)}.`,
    {
      expected,
      observed,
      hint: 'A metric must name all its labels in `labelNames` when it is created.',
    },
  );
}

/** The label among `others` that stands for `label`: a slip of it, or another word for the same thing. */
export function likeLabel(label: string, others: readonly string[]): string | undefined {
  const close = closestWord(label, others);
  if (close !== undefined) return close;
  return others.find((other) => likeNames[label]?.includes(plainWord(other)));
}
