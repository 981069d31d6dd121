// Metrics in the registries of the app.
import type { MetricFacts, MetricType } from '../../../checks/facts/metrics.ts';
import type { FailEntries } from '../../contract/entries.ts';
import { seriesText } from '../../contract/format.ts';
import { counted, listed, plural, signed } from '../grammar/phrases.ts';

/** What is wanted, and what is there instead. */
const instead = ({ metric, others }: Pick<MetricFacts['metric-absent'], 'metric' | 'others'>) => ({
  expected: others === undefined ? `a metric ${metric}` : metric,
  observed: others === undefined ? 'no registry' : others.length === 0 ? 'no metric' : listed(others),
});

const labelNames = (names: readonly string[]): string => (names.length === 0 ? 'no labels' : listed(names));

const unusedFile = ({ file, entry, ...missing }: MetricFacts['metric-in-unused-file']) => ({
  message: `${file} defines ${missing.metric}, but no file imports ${file}, so the app does not load it.`,
  ...instead(missing),
  hint: `Import it at the top of ${entry}: \`import './${file}';\`, or import the names that you need from it.`,
});

const TYPES: Readonly<Record<MetricType, string>> = {
  counter: 'Use the type for a number of events: it only goes up.',
  gauge: 'Use the type for a level, which goes up and down: a gauge.',
  histogram: 'Use the type that sorts values into buckets.',
  summary: 'Use the type for quantiles that the app computes itself.',
};

const NOTHING_RESETS =
  'Do not reset a metric when it is read: Prometheus calculates what happened between two scrapes.';
const NO_SHOP_PAGE =
  'The page of metrics is not a page of the shop: keep its requests away from the code that counts.';
const moved = ({ metric, labels, change, scrapes }: MetricFacts['metric-raised-by-scrape']) => ({
  expected: `no change after ${counted(scrapes, 'scrape')}`,
  observed: `${seriesText(metric, labels)} changed by ${signed(change)}`,
});

export const metrics = {
  'client-unused': (missing) => ({
    message: 'The app does not use prom-client (or @prometheus-io/client) yet.',
    ...instead(missing),
    hint: 'At the top of the file, import what you need from the client that you installed.',
  }),
  'client-only-imported': ({ entry, ...missing }) => ({
    message: `${entry} imports the client but makes no metric with it.`,
    ...instead(missing),
    hint: 'The import alone does nothing. Create the metric below the imports, with `new`, where the line runs at startup.',
  }),
  'client-in-unused-file': unusedFile,
  'metric-absent': (missing) => ({
    message: `The running app has no metric ${missing.metric}.`,
    ...instead(missing),
    hint:
      missing.others?.length === 0
        ? 'Create the metric at the top of the file, so that it exists as soon as the app runs.'
        : 'Create the metric at the top of the file, or check the name that you gave it.',
  }),
  'metric-in-unused-file': unusedFile,
  'metric-removed': ({ line, ...missing }) => ({
    message: `The running app has no metric ${missing.metric}: ${line.at} removes metrics from the registry.`,
    ...instead(missing),
    observed: line.text,
    hint: 'Remove that line, or move it above the place where the metric is created.',
  }),
  'metric-only-written': ({ line, ...missing }) => ({
    message: `The running app has no metric ${missing.metric}.`,
    ...instead(missing),
    hint: `Check that ${line.at}, which has the name, runs at startup. A metric with \`registers: []\` is in no registry.`,
  }),
  'metric-made-by-request': ({ metric }) => ({
    message: `${metric} exists only after the first request: it is created inside a handler.`,
    expected: `${metric} as soon as the app runs`,
    observed: 'no such metric until a request arrived',
    hint: 'Create each metric once, at the top of the file. Handlers only use it.',
  }),
  'name-lacks-total': ({ metric, found }) => ({
    message: `The metric is named ${found}; its name must end in _total.`,
    expected: metric,
    observed: found,
    hint: 'End the names of counters in _total, so that readers know that they are counters.',
  }),
  'name-lacks-seconds': ({ metric, found }) => ({
    message: `The metric is named ${found}; its name must end in _seconds.`,
    expected: metric,
    observed: found,
    hint: 'Prometheus uses base units, and the name says which one: seconds for durations (https://prometheus.io/docs/practices/naming/).',
  }),
  'name-differs': ({ metric, found }) => ({
    message: `There is a metric ${found}, but none named ${metric}.`,
    expected: metric,
    observed: found,
    hint: 'Compare the two names letter by letter.',
  }),
  'type-differs': ({ metric, wanted, found }) => ({
    message: `${metric} is a ${found} but should be a ${wanted}.`,
    expected: wanted,
    observed: found,
    hint: TYPES[wanted],
  }),
  'help-differs': ({ metric, wanted, found }) => ({
    message: `${metric} has a different help text.`,
    expected: wanted,
    observed: found,
    hint: 'Copy the help text from the step, word for word.',
  }),
  'labels-declared-too-early': ({ metric, found }) => ({
    message: `${metric} has ${counted(found.length, 'label')} already.`,
    expected: 'no labels',
    observed: labelNames(found),
    hint: 'Leave out the labels for now: a later step adds them.',
  }),
  'labels-not-declared': ({ metric, missing, wanted, found }) => ({
    message: `${metric} lacks the ${plural(missing.length, 'label', 'labels')} ${listed(missing)}.`,
    expected: listed(wanted),
    observed: labelNames(found),
    hint: 'Name all labels of a metric in `labelNames` when you create it.',
  }),
  'label-declared-differently': ({ metric, name, meant, wanted, found }) => ({
    message: `${metric} has a label ${meant}, but none named ${name}.`,
    expected: listed(wanted),
    observed: labelNames(found),
    hint: 'Give the label the name that the step asks for: queries and dashboards use it.',
  }),
  'metric-removed-by-scrape': ({ place, metric }) => ({
    message: `Reading ${place} removes ${metric} from its registry.`,
    expected: `${metric} stays in its registry`,
    observed: 'no such metric after a scrape',
    hint: NOTHING_RESETS,
  }),
  'metric-raised-by-scrape': (found) => ({
    message: `Reading ${found.place} changes ${found.metric}: a scrape is counted as a request.`,
    ...moved(found),
    hint: NO_SHOP_PAGE,
  }),
  'metric-lowered-by-scrape': (found) => ({
    message: `Reading ${found.place} changes ${found.metric}.`,
    ...moved(found),
    hint: NOTHING_RESETS,
  }),
  'metric-with-scrape': ({ place, metric, registered, shown }) => ({
    message: `${place} counts the scrape itself in ${metric}.`,
    expected: String(registered),
    observed: String(shown),
    hint: NO_SHOP_PAGE,
  }),
  'metric-changed-by-reading': ({ metric, labels, change }) => ({
    message: `${metric} changes whenever it is read: its \`collect()\` function changes it.`,
    expected: `${metric} stays the same while no request arrives`,
    observed: `${seriesText(metric, labels)} changes by ${signed(change)} with each reading`,
    hint: '`collect()` runs before each reading: set what it shows, or add only what is new since the last reading.',
  }),
  'registry-stuck': () => ({
    message: 'The registry cannot write out its metrics: `metrics()` never resolves.',
    hint: 'Look for a `collect()` function that waits for something that never happens.',
  }),
  'registry-throws': ({ error }) => ({
    message: 'The metrics of the app cannot be read.',
    observed: error,
    hint: 'If a metric has a `collect()` function, make sure that it does not throw.',
  }),
  'registry-unparsable': () => ({
    message: 'The metrics of the app cannot be read.',
    observed: 'text that is not in the exposition format',
    hint: 'If you changed how the registry writes its metrics, undo that.',
  }),
} satisfies FailEntries<MetricFacts>;
