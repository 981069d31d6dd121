// The fields of a test file, with promtool's types and defaults.
import { isSeq, type Node } from 'yaml';
import { duration, labelMap } from '../../config/fields.ts';
import { list, mapping, namesOf, type FieldValues, type Fields } from '../../config/yaml-collections.ts';
import type { Read } from '../../config/yaml-reader.ts';
import { bool, cannotUnmarshal, float, isNullNode, parsed, text } from '../../config/yaml-scalars.ts';
import { parseTimestamp } from './parse-timestamp.ts';
import type {
  AlertTest,
  ExpectedAlert,
  ExpectedSample,
  ExprTest,
  InputSeries,
  Located,
  TestFile,
  TestGroup,
} from '../model/test-file.ts';

const DEFAULT_INTERVAL_MS = 60_000;

/** A list of mappings; an empty item is one without fields, as in Go's YAML reader v2. */
function items<F extends Fields, T>(
  typeName: string,
  fields: F,
  make: (fields: FieldValues<F>, line: number) => T,
): Read<T[]> {
  const read = mapping(typeName, fields);
  return (given, reader) => {
    const node = reader.resolve(given);
    if (!isSeq<Node>(node)) return reader.fail(node, cannotUnmarshal(node, `[]${typeName}`));
    return node.items.map((item) => {
      const isEmpty = isNullNode(reader.resolve(item));
      const values: FieldValues<F> = isEmpty ? {} : (read(item, reader) ?? {});
      return make(values, reader.lineOf(item));
    });
  };
}

const located: Read<Located> = (node, reader) => {
  const value = text(node, reader);
  return value === undefined ? undefined : { text: value, line: reader.lineOf(node) };
};

const inputSeries = items(
  'main.series',
  { series: text, values: text },
  ({ series = '', values = '' }, line): InputSeries => ({ line, series, values }),
);

/** Texts by name; one without a value is empty. */
const texts: Read<Record<string, string>> = (given, reader) => {
  const entries = namesOf(given, reader, 'map[string]string').map(([name, , value]) => {
    const isNull = value === null || isNullNode(reader.resolve(value));
    return [name, isNull ? '' : (text(value, reader) ?? '')] as const;
  });
  return Object.fromEntries(entries);
};

const expectedAlerts = items(
  'main.alert',
  { exp_labels: texts, exp_annotations: texts },
  ({ exp_labels: labels = {}, exp_annotations: annotations = {} }): ExpectedAlert => ({
    labels,
    annotations,
  }),
);

const alertTests = items(
  'main.alertTestCase',
  { eval_time: duration, alertname: text, exp_alerts: expectedAlerts },
  ({ eval_time: evalTimeMs = 0, alertname = '', exp_alerts: expected = [] }, line): AlertTest => ({
    line,
    evalTimeMs,
    alertname,
    expected,
  }),
);

const expectedSamples = items(
  'main.sample',
  { labels: text, value: float, histogram: text },
  ({ labels = '', value = 0, histogram = '' }, line): ExpectedSample => ({ line, labels, value, histogram }),
);

const exprTests = items(
  'main.promqlTestCase',
  { expr: text, eval_time: duration, exp_samples: expectedSamples },
  ({ expr = '', eval_time: evalTimeMs = 0, exp_samples: expected = [] }, line): ExprTest => ({
    line,
    expr,
    evalTimeMs,
    expected,
  }),
);

type TestFields = Omit<TestGroup, 'intervalMs'> & { readonly intervalMs: number | undefined };

const tests = items(
  'main.testGroup',
  {
    interval: duration,
    input_series: inputSeries,
    alert_rule_test: alertTests,
    promql_expr_test: exprTests,
    external_labels: labelMap,
    external_url: text,
    name: text,
    start_timestamp: parsed(parseTimestamp),
  },
  (fields, line): TestFields => ({
    line,
    name: fields.name ?? '',
    intervalMs: fields.interval || undefined,
    inputSeries: fields.input_series ?? [],
    alertTests: fields.alert_rule_test ?? [],
    exprTests: fields.promql_expr_test ?? [],
    externalLabels: fields.external_labels ?? {},
    externalUrl: fields.external_url ?? '',
    startMs: fields.start_timestamp ?? 0,
  }),
);

const readFields = mapping('main.unitTestFile', {
  rule_files: list('[]string', located),
  evaluation_interval: duration,
  group_eval_order: list('[]string', located),
  tests,
  fuzzy_compare: bool,
});

/** The whole file. An empty one has no tests. */
export const testFile: Read<TestFile> = (node, reader) => {
  const read = isNullNode(node) ? undefined : readFields(node, reader);
  const fields: Partial<NonNullable<typeof read>> = read ?? {};
  const evaluationIntervalMs = fields.evaluation_interval || DEFAULT_INTERVAL_MS;
  return {
    ruleFiles: fields.rule_files ?? [],
    evaluationIntervalMs,
    groupEvalOrder: fields.group_eval_order ?? [],
    isFuzzy: fields.fuzzy_compare ?? false,
    tests: (fields.tests ?? []).map((test) => ({
      ...test,
      intervalMs: test.intervalMs ?? evaluationIntervalMs,
    })),
  };
};
