// How a command talks: one JSON document on standard output for a machine, words for a person.
import type { SessionEvent } from '../../session/contract/events.ts';
import { formatEvent, formatTrafficBar } from '../../ui/render/event.ts';
import { proseColumns } from '../../ui/render/layout.ts';
import { cleanJson, createStyle, onlyStyles, wantsColour, type Style } from '../../ui/render/style.ts';
import type { Host, OutputStream } from './host.ts';

export interface CommandOutput {
  readonly style: Style;
  readonly columns: number;
  /** The command's answer: words on standard output, or nothing with `--json`. */
  say(text: string): void;
  /** The one JSON document, or nothing without `--json`. */
  json(value: unknown): void;
  /** What happens meanwhile: standard output for a person, standard error with `--json`. */
  readonly onEvent: (event: SessionEvent) => void;
}

/** The output of one command. */
export function createOutput(host: Host, isJson: boolean): CommandOutput {
  const chat: OutputStream = isJson ? host.stderr : host.stdout;
  const style = createStyle(wantsColour(host.env, chat.isTTY === true));
  const columns = proseColumns(chat.columns);
  let hasBar = false;
  return {
    style,
    columns,
    say(text) {
      if (!isJson) host.stdout.write(`${onlyStyles(text, style)}\n`);
    },
    json(value) {
      if (isJson) host.stdout.write(`${cleanJson(JSON.stringify(value))}\n`);
    },
    onEvent(event) {
      if (event.kind === 'traffic-progress') {
        if (chat.isTTY !== true) return;
        hasBar = true;
        chat.write(`\r\u001b[2K${formatTrafficBar(event)}`);
        return;
      }
      const text = formatEvent(event, style, columns);
      if (text !== undefined) chat.write(`${hasBar ? '\r\u001b[2K' : ''}${onlyStyles(text, style)}\n`);
      hasBar = false;
    },
  };
}
