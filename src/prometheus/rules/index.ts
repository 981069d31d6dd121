// The public interface of the rules of a server.
export { RuleEvaluator } from './placement/evaluator.ts';
export { Ruler } from './ruler.ts';
export { ruleMetrics } from './metrics.ts';
