// A configuration file as its checks read it.
import type { Document } from 'yaml';

/** A configuration file that is valid YAML. */
export interface ConfigText {
  readonly file: string;
  readonly document: Document.Parsed;
  /** 1-based line of an offset in the text. */
  lineAt(offset: number | undefined): number;
  /** The text of a line. */
  lineText(line: number): string;
}
