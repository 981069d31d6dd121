// The result of a query as text: small plots for a range, otherwise a table or a line.
import type { SessionCalls } from '../../session/contract/calls.ts';
import { formatPlot } from './plot.ts';
import { formatQueryResult } from './query-result.ts';

/** The result, ready to print. */
export function formatQueryAnswer(answer: SessionCalls['query']['result'], columns: number): string {
  const { startSeconds, endSeconds } = answer;
  const isPlot = answer.resultType === 'matrix' && answer.result.length > 0;
  return isPlot && startSeconds !== undefined && endSeconds !== undefined
    ? formatPlot(answer.result, { startSeconds, endSeconds }, columns)
    : formatQueryResult(answer, columns);
}
