// A configuration file as its checks read it.
import type { PlacedYaml } from '../../../yaml/index.ts';
import type { SourceLine } from '../facts/prometheus/places.ts';

/** A configuration file that is valid YAML. */
export interface ConfigText extends PlacedYaml {
  readonly file: string;
  /** The text of a line. */
  lineText(line: number): string;
}

/** A line of the file with its text. */
export const sourceLine = (config: ConfigText, line: number): SourceLine => ({
  at: { file: config.file, line },
  text: config.lineText(line),
});
