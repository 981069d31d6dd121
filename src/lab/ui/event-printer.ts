// Prints a session's events to the learner's terminal.
import type { StreamEvent, StreamListener } from '../session/contract/events.ts';
import { ui } from '../words/index.ts';
import { formatEvent, formatTrafficBar } from './render/event.ts';
import type { Printer } from './printer.ts';
import { columnsOf, type Terminal } from './terminal.ts';

export interface EventPrinterOptions {
  readonly printer: Printer;
  readonly terminal: Terminal;
  /** Whether an event is to be printed here. */
  readonly isNews: (one: StreamEvent) => boolean;
  /** The id of the step on the screen. */
  readonly shownStep: () => string | undefined;
}

/** A listener for one session. */
export function createEventPrinter({
  printer,
  terminal,
  isNews,
  shownStep,
}: EventPrinterOptions): StreamListener {
  const { style } = terminal;
  return (one) => {
    const { event } = one;
    if (event.kind === 'traffic-progress') {
      printer.progress(formatTrafficBar(event));
      return;
    }
    // Another client has gone to another step: the menu on the screen is not that of the step any more.
    if (event.kind === 'progress-changed' && event.currentStep !== shownStep()) printer.callOff();
    // Each save restarts it: that is news only if it was down.
    if (event.kind === 'app-started' && event.wasDown) printer.say(style.dim(ui.app.runsAgain));
    if (!isNews(one)) return;
    const text = formatEvent(event, style, columnsOf(terminal));
    if (text !== undefined) printer.say(text);
  };
}
