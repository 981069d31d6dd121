// Text of several lines in a question of one line: a mark takes the place of each line break, and back.

/** Shown for a line break. */
const MARK = '⏎';
const PASTE_BEGINS = '\u001b[200~';
const PASTE_ENDS = '\u001b[201~';
/** Asks a terminal to say where a paste begins and ends, and not to any more. */
export const TELL_PASTES = { on: '\u001b[?2004h', off: '\u001b[?2004l' } as const;

/** A text as it is edited in one line. */
export const asOneLine = (text: string): string =>
  text
    .trim()
    .replaceAll(/\r\n?|\n/g, MARK)
    .replaceAll('\t', ' ');

/** The text that was edited in one line. */
export const asLines = (line: string): string => line.replaceAll(new RegExp(` *${MARK}`, 'g'), '\n').trim();

/**
 * Keys for a question of one line: what is pasted becomes one line. Where a terminal does not tell of pastes, text that
 * comes at once with a line break inside is taken for one.
 */
export function createPasteFilter(): (keys: Uint8Array) => Buffer {
  const mark = Buffer.from(MARK).toString('latin1');
  let isPasting = false;
  /** Line breaks of the paste that nothing has followed yet. */
  let breaks = '';
  /** The beginning of what may be the end of a paste. */
  let held = '';

  function pasted(text: string): string {
    let line = '';
    for (const [part] of text.matchAll(/\r\n?|\n|[^\r\n]+/g)) {
      if (/[\r\n]/.test(part)) {
        breaks += mark;
        continue;
      }
      // oxlint-disable-next-line no-control-regex -- a paste must not press keys
      line += breaks + part.replaceAll('\t', ' ').replaceAll(/[\u0000-\u001f\u007f]/g, '');
      breaks = '';
    }
    return line;
  }

  function typed(text: string): string {
    const body = text.replace(/(?:\r\n?|\n)$/, '');
    if (!/[\r\n]/.test(body)) return text;
    const line = pasted(body);
    breaks = '';
    return line + text.slice(body.length);
  }

  return (keys) => {
    let rest = held + Buffer.from(keys).toString('latin1');
    let out = '';
    held = '';
    for (;;) {
      const wanted = isPasting ? PASTE_ENDS : PASTE_BEGINS;
      const at = rest.indexOf(wanted);
      const until = at === -1 ? rest.length : at;
      let text = rest.slice(0, until);
      if (isPasting && at === -1) {
        held = endThatBegins(text, PASTE_ENDS);
        text = text.slice(0, text.length - held.length);
      }
      out += isPasting ? pasted(text) : typed(text);
      if (at === -1) return Buffer.from(out, 'latin1');
      isPasting = !isPasting;
      breaks = '';
      rest = rest.slice(at + wanted.length);
    }
  };
}

/** The longest end of a text that is a beginning of the word, but not all of it. */
function endThatBegins(text: string, word: string): string {
  for (let length = Math.min(text.length, word.length - 1); length > 0; length -= 1)
    if (text.endsWith(word.slice(0, length))) return word.slice(0, length);
  return '';
}
