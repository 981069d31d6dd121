// The public interface of rule files.
export { checkRuleFile, checkRuleText, formatRuleCheck } from './check.ts';
export { loadRuleFile, loadRuleFiles, type RuleFilesOutcome } from './load.ts';
export { formatRuleProblems, parseRuleFile, type RuleFileProblem } from './parse.ts';
