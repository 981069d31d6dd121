// The terminal as the ui sees it: two streams, a width, and whether color is wanted.
import type { Readable, Writable } from 'node:stream';
import { proseColumns } from './render/layout.ts';
import type { JobControl } from './prompts.ts';
import type { Style } from './render/style.ts';

export interface Terminal {
  readonly input: Readable;
  readonly output: Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };
  readonly style: Style;
  readonly jobs: JobControl;
}

/** Columns for prose, read each time: a window can be resized. */
export function columnsOf(terminal: Terminal): number {
  return proseColumns(terminal.output.columns);
}
