// Check kind rule-tests: the unit tests of the learner's rules pass, prove something, and notice mistakes in these rules.
import path from 'node:path';
import { formatDuration } from '../../../../durations.ts';
import { findFiles, isPattern } from '../../../../files/pattern.ts';
import type { RuleTestsExamination, VacuousTest } from '../../../model/rules/tests.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { unreachable } from '../../../../unreachable.ts';
import type { CheckContext } from '../../contract/context.ts';
import type { CheckRunner } from '../../contract/definition.ts';
import { checkError } from '../../facts/errors.ts';
import { readRuleFiles } from '../../rules/config.ts';
import { failedButLoaded, judgeLoaded } from '../../rules/loaded.ts';
import { runRules } from '../../rules/run.ts';
import { shortened } from '../../facts/wording.ts';
import { failed, passed } from './facts.ts';
import type { RuleTestsSpec } from './spec.ts';

/** So much of promtool's words is shown. */
const MAX_SAID = 1_200;
const MAX_LINE = 200;
const CONFIG_FILE = 'prometheus.yml';

/** Judges tests by running them on the rules, and on the rules with mistakes in them. */
export const checkRuleTests: CheckRunner<RuleTestsSpec> = async (spec, context) => {
  const testFiles = await findFiles(spec.file, context.workspaceDir);
  if (testFiles.length === 0) return failed('tests-file-missing', { file: spec.file });
  const rules = await findFiles(spec.rules, context.workspaceDir);
  if (rules.length === 0) return failed('rules-of-tests-missing', { file: spec.rules });
  const timelines = spec.worlds.map(({ load }) => load);
  const found = await context.simulator.examineTests({ testFiles, timelines }, context.signal);
  if (found.status === 'too-heavy') return failed('tests-too-heavy', { file: spec.file, why: found.why });
  const verdict = judge(found, spec, rules, context);
  if (verdict.status === 'fail') return failedButLoaded(context, verdict);
  if (found.status !== 'examined') return verdict;
  const other = await findOtherRules(spec.file, found.ruleFiles, context);
  return other ?? (await findOldRules(spec.rules, context)) ?? verdict;
};

/** Tests of rules that the running Prometheus has not loaded prove nothing about what it alerts on. */
async function findOldRules(file: string, context: CheckContext): Promise<Verdict | undefined> {
  // One that is started later reads the files as they are then.
  if (context.runningPrometheus() === undefined) return undefined;
  const ran = await runRules(context, { config: CONFIG_FILE, file, timelines: [] });
  return 'verdict' in ran ? undefined : judgeLoaded(context, ran.run.rules);
}

/** Tests of other files than those that the Prometheus of the workspace loads prove nothing about its rules. */
async function findOtherRules(
  file: string,
  ruleFiles: readonly string[],
  context: CheckContext,
): Promise<Verdict | undefined> {
  const text = await context.readFile(CONFIG_FILE);
  const read =
    text === undefined ? undefined : readRuleFiles({ file: CONFIG_FILE, text }, context.workspaceDir);
  // A configuration that names no rules, or cannot be read, is what other checks are about.
  if (read === undefined || 'fault' in read) return undefined;
  const { patterns, baseDir } = read.asked;
  const wellFormed = patterns.filter((pattern) => isPattern(pattern));
  const loaded = (await Promise.all(wellFormed.map((pattern) => findFiles(pattern, baseDir)))).flat();
  const untested = loaded.find((one) => !ruleFiles.includes(one));
  const notLoaded = ruleFiles.find((one) => !loaded.includes(one));
  const other = untested ?? notLoaded;
  if (other === undefined) return undefined;
  const name = path.relative(context.workspaceDir, other).split(path.sep).join('/');
  return failed('tests-and-config-differ', { file, rules: name, isTested: untested === undefined });
}

function judge(
  found: RuleTestsExamination,
  spec: RuleTestsSpec,
  rules: readonly string[],
  context: CheckContext,
): Verdict {
  const named = (file: string): string =>
    path.relative(context.workspaceDir, file).split(path.sep).join('/') || file;
  if ('ruleFiles' in found && !rules.every((file) => found.ruleFiles.includes(file)))
    return failed('tests-of-other-rules', { file: spec.file, rules: spec.rules });
  switch (found.status) {
    case 'bad-timeline':
      throw checkError('bad-check/load', {
        name: spec.worlds[found.index]?.name ?? '',
        line: found.line,
        said: found.message,
      });
    case 'unreadable':
    case 'bad-rules':
      return failed(found.status === 'unreadable' ? 'tests-unreadable' : 'tested-rules-unreadable', {
        file: named(found.file),
        line: found.line,
        said: withoutPath(shortened(found.message, MAX_SAID), found.file, named(found.file)),
      });
    case 'no-rules':
      return failed('tests-without-rules', { file: spec.file, patterns: found.patterns });
    case 'failed':
      return failed('tests-fail', {
        file: named(found.file),
        line: found.line,
        test: found.test,
        said: shortened(found.message, MAX_SAID),
        more: found.failures - 1,
      });
    case 'vacuous':
      return refuse(found.why, named(found.file));
    case 'examined': {
      const { tests, killed, survivors } = found;
      const [first, ...others] = survivors;
      if (first === undefined) return passed('rules-tested', { file: spec.file, tests, killed });
      const { kind: mistake, ...mutant } = first;
      return failed('mistake-unnoticed', {
        ...mutant,
        file: named(mutant.file),
        before: shortened(mutant.before, MAX_LINE),
        after: shortened(mutant.after, MAX_LINE),
        mistake,
        others: others.length,
        killed,
      });
    }
    default:
      return unreachable(found);
  }
}

const withoutPath = (said: string, file: string, name: string): string => said.replaceAll(file, name);

/** Why tests that pass are refused. */
function refuse(why: VacuousTest, file: string): Verdict {
  switch (why.kind) {
    case 'no-tests':
      return failed('tests-empty', { file });
    case 'no-expectation':
      return failed('test-expects-nothing', { file, line: why.line });
    case 'alert-unknown': {
      const { line, alertname, alerts } = why;
      return failed('test-of-unknown-alert', { file, line, alertname, alerts });
    }
    case 'rule-untested':
      return failed('rule-untested', { file, rule: why.rule, isAlert: why.isAlert });
    case 'after-the-data': {
      const [evalTime, end] = [formatDuration(why.evalTimeMs), formatDuration(why.endMs)];
      return failed('test-after-the-data', { file, line: why.line, evalTime, end });
    }
    case 'before-for': {
      const { line, alertname } = why;
      const [evalTime, holdTime] = [formatDuration(why.evalTimeMs), formatDuration(why.forMs)];
      return failed('test-before-for', { file, line, alertname, evalTime, holdTime });
    }
    case 'only-silent':
      return failed('alert-never-expected', { file, alertname: why.alertname });
    default:
      return unreachable(why);
  }
}
