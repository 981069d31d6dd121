// Reads prometheus.yml from disk.
import { readFile } from 'node:fs/promises';
import type { ConfigOutcome } from './model.ts';
import { failure, parseConfig } from './parse-config.ts';

/** Loads a configuration file; a file that cannot be read is an outcome like any other fault. */
export async function loadConfig(file: string): Promise<ConfigOutcome> {
  let source: string;
  try {
    source = await readFile(file, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const isMissing = error.code === 'ENOENT';
    return {
      status: 'error',
      message: isMissing ? `open ${file}: no such file or directory` : error.message,
      problems: [{ message: isMissing ? 'the file is not there' : error.message }],
    };
  }
  if (source.includes('\0')) return failure(file, [{ message: 'yaml: control characters are not allowed' }]);
  // Editors on Windows put a byte order mark in front.
  return parseConfig(source.replace(/^\uFEFF/, ''), file);
}
