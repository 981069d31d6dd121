// Who prints what: the one rule for every terminal.
import type { Session } from '../session/contract/calls.ts';
import type { SessionEvent, StreamEvent } from '../session/contract/events.ts';

/**
 * Whether a terminal prints an event. What its own calls cause it prints, but not their result, which it prints itself.
 * Everything else belongs to the terminal in which the session runs.
 */
export function isNews(one: StreamEvent, session: Pick<Session, 'isOwn'>, isRunner: boolean): boolean {
  return session.isOwn(one) ? one.event.kind !== 'check-finished' : isRunner;
}

/** Hands over the events that a command prints; those of a session that it runs itself from the first one on. */
export function followNews(
  session: Session,
  isRunner: boolean,
  onEvent: (event: SessionEvent) => void,
): void {
  session.subscribe(
    (one) => {
      if (isNews(one, session, isRunner)) onEvent(one.event);
    },
    isRunner ? 0 : undefined,
  );
}
