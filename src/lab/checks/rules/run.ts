// The learner's rules over the timelines of a check: what prometheus.yml loads, or the verdict that there is nothing to run.
import path from 'node:path';
import type { CheckContext } from '../contract/context.ts';
import type { LoadedRule, RuleRun, RuleTimeline } from '../../model/simulation/rule-run.ts';
import type { Verdict } from '../../model/verdict.ts';
import { unreachable } from '../../../unreachable.ts';
import { judgeSyntax } from '../config/file.ts';
import { shortened } from '../facts/wording.ts';
import { failed } from '../facts/verdicts.ts';
import { readRuleFiles } from './config.ts';

export interface RulesAsked {
  /** The configuration, relative to the workspace. */
  readonly config: string;
  /** The rule file that the step is about, relative to the workspace. */
  readonly file: string;
  readonly timelines: readonly RuleTimeline[];
}

export type RanRules = RuleRun & { readonly status: 'ran' };

/** Runs the rules that the configuration of the workspace loads. */
export async function runRules(
  context: CheckContext,
  { config, file, timelines }: RulesAsked,
): Promise<{ readonly run: RanRules } | { readonly verdict: Verdict }> {
  const text = await context.readFile(config);
  if (text === undefined) return { verdict: failed('config-missing', { file: config }) };
  const noYaml = judgeSyntax({ file: config, text });
  if (noYaml !== undefined) return { verdict: noYaml };
  const read = readRuleFiles({ file: config, text }, context.workspaceDir);
  if ('fault' in read) return { verdict: read.fault };
  const { patterns, baseDir } = read.asked;
  const run = await context.simulator.runRules({ rules: read.asked, timelines }, context.signal);
  switch (run.status) {
    case 'ran': {
      if (run.rules.length > 0) return { run };
      const isThere = (await context.readFile(file)) !== undefined;
      const isLoaded = run.files.includes(path.join(context.workspaceDir, file));
      if (isLoaded) return { verdict: failed('rules-missing', { file }) };
      const place = { config, file, patterns };
      return { verdict: failed(isThere ? 'rule-file-not-listed' : 'rule-file-missing', place) };
    }
    case 'rejected': {
      const [fault] = run.faults;
      const named = relativeTo(baseDir, fault?.file ?? file);
      const said = shortened((fault?.message ?? '').replace(/^(?:yaml: )?line \d+: /, ''), 300);
      return { verdict: failed('rules-rejected', { file: named, line: fault?.line, said }) };
    }
    case 'failed':
      return { verdict: failed('rules-not-simulated', { said: shortened(run.message, 300) }) };
    case 'too-heavy':
      return { verdict: failed('rules-too-heavy', { file, why: run.why }) };
    default:
      return unreachable(run);
  }
}

/** Where a rule is, as a person names it. */
export function placeOfRule(context: Pick<CheckContext, 'workspaceDir'>, rule: LoadedRule) {
  return { file: relativeTo(context.workspaceDir, rule.file), line: rule.line };
}

const relativeTo = (dir: string, file: string): string => path.relative(dir, file).replaceAll('\\', '/');
