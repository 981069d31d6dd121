// Asks a query thread to evaluate a rule. The path is in the route table of the threads alone: HTTP cannot reach it.
import type { Reply, RequestText } from '../../http/api/route.ts';
import type { QueryAnswerer } from '../../http/transport/server.ts';
import type { RuleOutcome } from '../model/outcome.ts';
import { formatTask, parseOutcome, type RuleTask } from './wire.ts';

export const RULE_PATH = '/internal/rule';

/** Has a thread evaluate a rule. @throws {ApiError} where none could, or it took too long */
export async function askThread(
  threads: QueryAnswerer,
  task: RuleTask,
  signal: AbortSignal,
): Promise<RuleOutcome> {
  const { timeMs, queryOffsetMs, limit } = task.moment;
  // The time is a parameter apart, so that the same rule is the same query to those who remember heavy ones.
  const request: RequestText = {
    method: 'POST',
    path: RULE_PATH,
    pathParam: '',
    accept: '',
    search: new URLSearchParams({ time: String(timeMs) }).toString(),
    body: new URLSearchParams({
      rule: formatTask(task),
      offset: String(queryOffsetMs),
      limit: String(limit),
    }).toString(),
  };
  const reply = await threads.answer(request, signal);
  const text = await textOf(reply);
  return reply.status === 200 ? parseOutcome(text) : failureOf(text);
}

/** A thread sends its errors as the API does. */
function failureOf(text: string): RuleOutcome {
  const { error } = JSON.parse(text) as { readonly error: string };
  return { status: 'failed', reason: 'execution', message: error };
}

async function textOf({ body }: Reply): Promise<string> {
  if (typeof body === 'string') return body;
  const pieces: Buffer[] = [];
  for await (const piece of body) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString();
}
