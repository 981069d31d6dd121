// The text of a YAML file, or why it cannot be read.
import { FileRefusal, readRegularText } from '../../files/index.ts';

export type YamlSource =
  | { readonly status: 'ok'; readonly source: string }
  /** The system does not open it; `isMissing` where there is no such file. */
  | { readonly status: 'unreadable'; readonly isMissing: boolean; readonly message: string }
  /** It is no YAML, or nothing that is read at all: a folder, a pipe, too large. */
  | { readonly status: 'refused'; readonly message: string };

/** Reads a file of the configuration, a rule file or a test file. */
export async function readYamlSource(file: string): Promise<YamlSource> {
  try {
    return yamlSource(await readRegularText(file));
  } catch (error) {
    if (error instanceof FileRefusal) return { status: 'refused', message: error.message };
    if (!(error instanceof Error && 'code' in error)) throw error;
    const isMissing = error.code === 'ENOENT';
    const message = isMissing ? `open ${file}: no such file or directory` : error.message;
    return { status: 'unreadable', isMissing, message };
  }
}

/** The same for a text that came another way. */
export function yamlSource(text: string): YamlSource {
  if (text.includes('\0')) return { status: 'refused', message: 'yaml: control characters are not allowed' };
  // Editors on Windows put a byte order mark in front; a lone carriage return ends a line, too.
  return { status: 'ok', source: text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n') };
}
