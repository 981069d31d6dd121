// A session's events -> lines for the terminal. Undefined: nothing to print.
import type { SessionEvent } from '../../session/contract/events.ts';
import { wordsOfWait } from '../../words/index.ts';
import { wrap } from './layout.ts';
import { formatExit, formatReport, formatStartFailure } from './report.ts';
import { cleanText, type Style } from './style.ts';

const BAR_CELLS = 24;

/** `[#########---------------] 40 of 100` */
export function formatBar(done: number, total: number): string {
  return `${bar(total === 0 ? 0 : done / total)} ${done} of ${total}`;
}

/** `evening [#########---------------] 40 %`: how many requests there are is for the learner to find out. */
export function formatTrafficBar(event: Extract<SessionEvent, { kind: 'traffic-progress' }>): string {
  const share = event.total === 0 ? 1 : event.sent / event.total;
  return `  ${event.scenario} ${bar(share)} ${Math.floor(share * 100)} %`;
}

function bar(share: number): string {
  const filled = Math.round(share * BAR_CELLS);
  return `[${'#'.repeat(filled)}${'-'.repeat(BAR_CELLS - filled)}]`;
}

/** The lines an event is worth. Traffic in progress is a bar and is printed apart. */
export function formatEvent(event: SessionEvent, style: Style, columns: number): string | undefined {
  switch (event.kind) {
    case 'note':
      return wrap(
        event.isWarning === true ? style.warn(cleanText(event.text)) : cleanText(event.text),
        columns,
      );
    case 'waiting':
      return style.dim(wrap(cleanText(wordsOfWait(event.fact)), columns));
    case 'file-saved':
      return style.dim(wrap(`Saved: ${event.files.map(cleanText).join(', ')}`, columns));
    case 'check-started':
      return event.trigger === 'save' ? style.dim('Checking again ...') : undefined;
    case 'check-finished':
      return event.trigger === 'save' ? `\n${formatReport(event.report, style, columns)}\n` : undefined;
    case 'app-started':
      // Each save starts it anew: said only where that is news, by whoever knows that it was down.
      return undefined;
    case 'app-start-failed':
      return formatDown('Your app does not run.', formatStartFailure(event.failure), style, columns);
    case 'app-exited':
      return formatDown('Your app has stopped.', formatExit(event.exit), style, columns);
    case 'app-responsive':
      return event.isResponsive
        ? style.dim(wrap('Your app answers again.', columns))
        : style.bad(wrap('Your app has stopped answering: look for a loop that does not end.', columns));
    case 'traffic-progress':
      return undefined;
    case 'traffic-finished': {
      if (event.reason === undefined) return wrap(`Traffic "${event.scenario}" has been sent.`, columns);
      const outcome =
        event.sent === 0
          ? `Traffic "${event.scenario}" got no answer`
          : `Traffic "${event.scenario}" has been sent, and ${event.failed} of its requests got no answer`;
      return wrap(style.warn(`${outcome}: ${cleanText(event.reason)}`), columns);
    }
    case 'files-written':
      return [
        event.files.length === 0
          ? 'Nothing to change: your files are like that already.'
          : `Written: ${event.files.map(cleanText).join(', ')}`,
        ...event.backups.map(
          // A path has a line of its own, so that it can be clicked on or copied whole.
          (backup) => `Your version of ${cleanText(backup.file)} is kept in\n  ${cleanText(backup.copy)}`,
        ),
      ].join('\n');
    case 'command-output':
      return event.line.trim() === '' ? undefined : style.dim(`  ${cleanText(event.line)}`);
    default:
      return event satisfies never;
  }
}

/** The first line is a sentence; what follows is output or source, printed line by line. */
function formatDown(what: string, why: string, style: Style, columns: number): string {
  const [first = '', ...rest] = cleanText(why).split('\n');
  return [
    wrap(style.bad(`${what} ${first}`), columns),
    ...rest.map((line) => wrap(line.trim(), columns, '  ')),
  ].join('\n');
}
