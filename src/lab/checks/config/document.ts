// A configuration file as its checks read it.
import type { Document } from 'yaml';
import type { SourceLine } from '../facts/prometheus/places.ts';

/** A configuration file that is valid YAML. */
export interface ConfigText {
  readonly file: string;
  readonly document: Document.Parsed;
  /** 1-based line of an offset in the text. */
  lineAt(offset: number | undefined): number;
  /** The text of a line. */
  lineText(line: number): string;
}

/** A line of the file with its text. */
export const sourceLine = (config: ConfigText, line: number): SourceLine => ({
  at: { file: config.file, line },
  text: config.lineText(line),
});
