// Prints a session's events to the learner's terminal: each piece of news once, also where several events carry it.
import type { Step } from '../model/course.ts';
import type { SessionEvent, StreamEvent, StreamListener } from '../session/contract/events.ts';
import { ui } from '../words/index.ts';
import { formatEvent, formatTrafficBar } from './render/event.ts';
import type { Printer } from './printer.ts';
import { columnsOf, type Terminal } from './terminal.ts';

export interface EventPrinterOptions {
  readonly printer: Printer;
  readonly terminal: Terminal;
  /** Whether an event is to be printed here. */
  readonly isNews: (one: StreamEvent) => boolean;
  /** The step on the screen. */
  readonly currentStep: () => Step | undefined;
}

/** A listener for one session. */
export function createEventPrinter({
  printer,
  terminal,
  isNews,
  currentStep,
}: EventPrinterOptions): StreamListener {
  const { style } = terminal;
  let isAppDown = false;
  let isChecking = false;
  let hasReportedStart = false;

  /** A check that is under way, or was right before, names what keeps the app from starting, and says what to do. */
  const isToldByReport = (event: SessionEvent): boolean =>
    event.kind === 'app-start-failed' &&
    (isChecking || hasReportedStart) &&
    currentStep()?.checks.some((check) => check.kind === 'app-starts') === true;

  return (one) => {
    const { event } = one;
    if (event.kind === 'traffic-progress') {
      printer.progress(formatTrafficBar(event));
      return;
    }
    if (event.kind === 'file-saved') hasReportedStart = false;
    if (event.kind === 'check-started') isChecking = true;
    if (event.kind === 'check-finished') {
      isChecking = false;
      hasReportedStart = event.report.checks.some(
        (check) => check.kind === 'app-starts' && check.status === 'fail',
      );
    }
    if (event.kind === 'app-started') {
      if (isAppDown) printer.say(style.dim(ui.app.runsAgain));
      isAppDown = false;
    }
    if (event.kind === 'app-start-failed' || event.kind === 'app-exited') isAppDown = true;
    if (!isNews(one) || isToldByReport(event)) return;
    const text = formatEvent(event, style, columnsOf(terminal));
    if (text !== undefined) printer.say(text);
  };
}
