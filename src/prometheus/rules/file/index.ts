// The public interface of rule files.
export { loadRuleFile, loadRuleFiles, type RuleFilesOutcome } from './load.ts';
export {
  formatRuleProblems,
  parseRuleFile,
  type RuleDefaults,
  type RuleFileOptions,
  type RuleFileProblem,
} from './parse.ts';
