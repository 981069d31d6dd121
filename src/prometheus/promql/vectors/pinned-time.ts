// The time that an `@` modifier names.
import type { TimestampMs } from '../../model/samples.ts';
import type { AtModifier } from '../ast/nodes.ts';
import type { QueryContext } from './context.ts';
import { unreachable } from '../../../unreachable.ts';

/** The moment that an `@` pins to; undefined if there is none. */
export function pinnedTime({ bounds }: QueryContext, at: AtModifier | undefined): TimestampMs | undefined {
  switch (at?.kind) {
    case undefined:
      return undefined;
    case 'time':
      return at.timeMs;
    case 'start':
      return bounds.startMs;
    case 'end':
      return bounds.endMs;
    default:
      return unreachable(at);
  }
}
