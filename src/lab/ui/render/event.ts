// A session's events -> lines for the terminal. Undefined: nothing to print.
import type { SessionEvent } from '../../session/contract/events.ts';
import { ui, wordsOfNote, wordsOfTraffic, wordsOfWait } from '../../words/index.ts';
import { wrap } from './layout.ts';
import { formatReport } from './report.ts';
import { cleanText, type Style } from './style.ts';

const BAR_CELLS = 24;
const words = ui.events;

/** `[#########---------------] 40 of 100` */
export function formatBar(done: number, total: number): string {
  return `${bar(total === 0 ? 0 : done / total)} ${words.progress(done, total)}`;
}

/** `evening [#########---------------] 40 %`: how many requests there are is for the learner to find out. */
export function formatTrafficBar(event: Extract<SessionEvent, { kind: 'traffic-progress' }>): string {
  const share = event.total === 0 ? 1 : event.sent / event.total;
  return `  ${event.scenario} ${bar(share)} ${words.percent(share)}`;
}

function bar(share: number): string {
  const filled = Math.round(share * BAR_CELLS);
  return `[${'#'.repeat(filled)}${'-'.repeat(BAR_CELLS - filled)}]`;
}

/** The lines an event is worth. Traffic in progress is a bar and is printed apart. */
export function formatEvent(event: SessionEvent, style: Style, columns: number): string | undefined {
  switch (event.kind) {
    case 'note': {
      const text = cleanText(wordsOfNote(event.fact));
      return wrap(event.isWarning === true ? style.warn(text) : text, columns);
    }
    case 'waiting':
      return style.dim(wrap(cleanText(wordsOfWait(event.fact)), columns));
    case 'file-saved':
      return style.dim(wrap(words.saved(event.files.map(cleanText)), columns));
    case 'check-started':
      return event.trigger === 'save' ? style.dim(words.checking) : undefined;
    case 'check-finished':
      return `\n${formatReport(event.report, style, columns)}\n`;
    case 'events-missed':
    case 'progress-changed':
    case 'app-started':
      return undefined;
    case 'app-start-failed':
      if (event.isReported) return undefined;
      return formatDown(ui.app.down(event.failure), style, columns);
    case 'app-exited':
      return formatDown(ui.app.exited(event.exit), style, columns);
    case 'app-responsive':
      return event.isResponsive
        ? style.dim(wrap(ui.app.responsive, columns))
        : style.bad(wrap(ui.app.unresponsive, columns));
    case 'traffic-progress':
      return undefined;
    case 'traffic-held':
      return wrap(words.trafficHeld(event), columns);
    case 'traffic-finished': {
      const { why } = event;
      if (why === undefined) return wrap(words.trafficSent(event.scenario), columns);
      return wrap(
        style.warn(words.trafficFailed({ ...event, reason: cleanText(wordsOfTraffic(why)) })),
        columns,
      );
    }
    case 'files-written':
      return [
        wrap(
          event.files.length === 0 ? words.nothingToWrite : words.written(event.files.map(cleanText)),
          columns,
        ),
        // A path has a line to itself, so that it can be clicked on or copied whole.
        ...event.backups.flatMap(({ file, copy }) => [
          wrap(words.backedUp(cleanText(file)), columns),
          `  ${cleanText(copy)}`,
        ]),
      ].join('\n');
    case 'command-output':
      return event.line.trim() === '' ? undefined : style.dim(`  ${cleanText(event.line)}`);
    default:
      return event satisfies never;
  }
}

/** The first line is a sentence; what follows is output or source, printed line by line. */
function formatDown(text: string, style: Style, columns: number): string {
  const [first = '', ...rest] = cleanText(text).split('\n');
  return [wrap(style.bad(first), columns), ...rest.map((line) => wrap(line.trim(), columns, '  '))].join(
    '\n',
  );
}
