// The ports of a course by name.
import type { CheckContext } from '../contract/context.ts';
import { checkError } from '../facts/errors.ts';

/** The port that the learner's code asks for under a name of course.yaml. */
export function portNamed(context: Pick<CheckContext, 'ports'>, name: string): number {
  const port = context.ports[name];
  if (port === undefined) throw checkError('bad-check/no-such-port', { name });
  return port;
}

/** The port where traffic goes. */
export function apiPort(context: Pick<CheckContext, 'ports'>): number {
  return portNamed(context, 'api');
}
