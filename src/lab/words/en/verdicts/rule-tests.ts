// Unit tests of rules.
import type { RuleTestsFails } from '../../../checks/kinds/rule-tests/facts.ts';
import type { FailEntries } from '../../contract/entries.ts';
import { counted, listed } from '../grammar/phrases.ts';

type Unnoticed = RuleTestsFails['mistake-unnoticed'];

/** What was done to the rules, and what a test needs that notices it. */
const MISTAKES: Readonly<
  Record<Unnoticed['mistake'], (mutant: Unnoticed) => { readonly what: string; readonly hint: string }>
> = {
  'for-removed': ({ was }) => ({
    what: `without \`${was}\``,
    hint: 'Test a moment at which the expression is already true and the alert must still wait: just before `for` has elapsed.',
  }),
  'for-doubled': ({ was, is }) => ({
    what: `with \`${is}\` instead of \`${was}\``,
    hint: 'Expect the alert to fire as soon as `for` has elapsed, not long after it.',
  }),
  'keep-firing-removed': ({ was }) => ({
    what: `without \`${was}\``,
    hint: 'Expect the alert at a moment when the expression is no longer true but keep_firing_for has not elapsed.',
  }),
  'comparison-flipped': ({ was, is }) => ({
    what: `with \`${is}\` instead of \`${was}\``,
    hint: 'Test a healthy case, in which nothing fires, and a broken one, in which the alert fires.',
  }),
  'threshold-raised': ({ was, is }) => ({
    what: `with the threshold \`${is}\` instead of \`${was}\``,
    hint: 'Expect the alert for a value not far above the threshold.',
  }),
  'threshold-lowered': ({ was, is }) => ({
    what: `with the threshold \`${is}\` instead of \`${was}\``,
    hint: 'Expect no alert for a value not far below the threshold.',
  }),
  'label-removed': ({ was }) => ({
    what: `without the label \`${was}\``,
    hint: 'Name all labels of the alert in exp_labels.',
  }),
  'grouping-lost': ({ was, is }) => ({
    what: `with \`${is}\` instead of \`${was}\``,
    hint: 'Add series with another value of that label, and name the labels that you expect.',
  }),
  'operator-swapped': ({ was, is }) => ({
    what: `with \`${is}\` instead of \`${was}\``,
    hint: 'Test a case in which only one of the two sides has a result.',
  }),
  'window-shortened': ({ was, is }) => ({
    what: `with the window \`${is}\` instead of \`${was}\``,
    hint: 'Test a moment shortly after an incident: a long window still sees it, a short one no longer does.',
  }),
  'matcher-removed': ({ was }) => ({
    what: `without \`${was}\``,
    hint: 'Add a series that this part of the selector leaves out and that would change the result.',
  }),
};

export const ruleTests = {
  'tests-file-missing': ({ file }) => ({
    message: `There is no file ${file} in your folder.`,
    hint: 'Create it next to the rules, and check again.',
  }),
  'rules-of-tests-missing': ({ file }) => ({
    message: `There is no file ${file} in your folder, so there is nothing to test.`,
    hint: 'The steps before this one write the rules into that file.',
  }),
  'tests-unreadable': ({ file, line, said }) => ({
    message: `promtool cannot read ${file}${line === undefined ? '' : `, line ${line}`}: ${said}`,
    hint: 'Compare the names and the indentation of the keys with an example of the documentation.',
  }),
  'tested-rules-unreadable': ({ file, line, said }) => ({
    message: `Prometheus cannot read the rules in ${file}${line === undefined ? '' : `, line ${line}`}: ${said}`,
    hint: 'Correct the rules first: they are what the tests run on.',
  }),
  'tests-without-rules': ({ file, patterns }) => ({
    message:
      patterns.length === 0
        ? `${file} has no rule_files, so no rule is tested.`
        : `${file} loads no rules: ${listed(patterns)} under rule_files fits no file with rules.`,
    hint: 'List your rule files under rule_files. The paths start at the folder of the test file.',
  }),
  'tests-of-other-rules': ({ file, rules }) => ({
    message: `${file} does not load ${rules}.`,
    hint: `Add ${rules} to rule_files at the top of the test file.`,
  }),
  'tests-and-config-differ': ({ file, rules, isTested }) => ({
    message: isTested
      ? `${file} tests the rules in ${rules}, which prometheus.yml does not load.`
      : `prometheus.yml loads ${rules}, and ${file} does not test the rules in it.`,
    hint: 'Name the same rule files under rule_files in both.',
  }),
  'tests-fail': ({ file, line, test, said, more }) => ({
    message: `In ${file}, line ${line}, the test ${JSON.stringify(test)} fails on your rules${
      more === 0 ? '' : `, and so ${more === 1 ? 'does' : 'do'} ${counted(more, 'other expectation')}`
    }.`,
    observed: said,
    hint: 'Compare what the test expects (exp) with what the rules give (got). Either may be wrong.',
  }),
  'tests-empty': ({ file }) => ({
    message: `${file} has no tests.`,
    hint: 'Add entries under tests: a list, each with input_series and what you expect of the rules.',
  }),
  'test-expects-nothing': ({ file, line }) => ({
    message: `The test in ${file}, line ${line}, expects nothing, so it always passes.`,
    hint: 'Add alert_rule_test or promql_expr_test to it.',
  }),
  'test-of-unknown-alert': ({ file, line, alertname, alerts }) => ({
    message: `The test in ${file}, line ${line}, passes only because there is no alert ${JSON.stringify(alertname)}: one that does not exist never fires.`,
    expected: listed(alerts),
    observed: alertname,
    hint: 'Compare the spelling with the rule, letter by letter.',
  }),
  'rule-untested': ({ rule, isAlert, file }) => ({
    message: `${file} has no test of ${isAlert ? 'the alert' : 'the recording rule'} ${rule}.`,
    hint: isAlert
      ? 'Add an alert_rule_test with that alertname.'
      : 'Add a promql_expr_test of that series, or a test of an alert that uses it.',
  }),
  'test-after-the-data': ({ file, line, evalTime, end }) => ({
    message: `The test in ${file}, line ${line}, looks at ${evalTime}, but its series end at ${end}, and nothing fires without data.`,
    hint: 'Choose an earlier eval_time, or make the series longer.',
  }),
  'test-before-for': ({ file, line, alertname, evalTime, holdTime }) => ({
    message: `The test in ${file}, line ${line}, looks for ${alertname} at ${evalTime}, but no alert with \`for: ${holdTime}\` can fire that early.`,
    hint: `Choose an eval_time after ${holdTime}: before it, the test passes whatever the expression says.`,
  }),
  'alert-never-expected': ({ alertname, file }) => ({
    message: `All tests of ${alertname} in ${file} expect that it is silent, so they also pass if it can never fire.`,
    hint: 'Add a test with a real incident, and expect the alert in exp_alerts.',
  }),
  'mistake-unnoticed': (mutant) => {
    const { rule, file, line, before, after, others, killed, mistake } = mutant;
    const { what, hint } = MISTAKES[mistake](mutant);
    const also =
      others === 0
        ? ''
        : `, and ${counted(others, 'other mistake')} also ${others === 1 ? 'gets' : 'get'} past them`;
    return {
      message: `Your tests also pass ${what} in ${rule}, although it then behaves differently${also}.`,
      expected: `a test that fails with this change in ${file}, line ${line}:\n- ${before}${after === '' ? '' : `\n+ ${after}`}`,
      observed: `all tests pass; they notice ${killed} of ${counted(killed + others + 1, 'mistake')}`,
      hint,
    };
  },
  'tests-too-heavy': ({ file, why }) => ({
    message: `The tests in ${file} need more ${why === 'memory' ? 'memory' : 'time'} than the lab gives them.`,
    hint: 'Make the series shorter, the intervals longer, or the eval_time earlier: an hour is enough for any of these rules.',
  }),
} satisfies FailEntries<RuleTestsFails>;
