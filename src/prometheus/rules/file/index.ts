// The public interface of rule files.
export {
  checkRuleFile,
  checkRuleText,
  formatRuleCheck,
  type RuleCheckOptions,
  type RuleFileCheck,
} from './check.ts';
export { loadRuleFile, loadRuleFiles, type RuleFilesOutcome } from './load.ts';
export {
  formatRuleProblems,
  parseRuleFile,
  type RuleDefaults,
  type RuleFileOptions,
  type RuleFileProblem,
} from './parse.ts';
