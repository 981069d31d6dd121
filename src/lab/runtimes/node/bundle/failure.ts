// What esbuild says of the learner's files -> why the app cannot start.
import type { Message } from 'esbuild';
import type { StartFailure } from '../../../model/app-run.ts';

/** The first of the messages as a failure; `entry` stands in where a message names no file. */
export function describeBundleErrors(messages: readonly Message[], entry: string): StartFailure {
  // A file that does not parse explains more than what cannot be found from it.
  const message = messages.find(({ text }) => specifierOf(text) === undefined) ?? messages[0];
  const text = message?.text ?? '';
  const location = message?.location ?? undefined;
  const specifier = specifierOf(text);
  if (specifier !== undefined && location === undefined) return { kind: 'missing-entry', file: entry };
  const file = location?.file ?? entry;
  if (specifier !== undefined) {
    return {
      kind: 'unresolved-import',
      specifier,
      file,
      ...(location === undefined ? {} : { line: location.line }),
    };
  }
  return {
    kind: 'syntax-error',
    file,
    line: location?.line ?? 1,
    // esbuild counts columns from 0, in bytes.
    column: columnOf(location?.lineText ?? '', location?.column ?? 0),
    message: text,
    lineText: location?.lineText ?? '',
  };
}

/** 1-based line of the first import of a package in a source text, undefined if none is found. */
export function findImportLine(source: string, specifier: string): number | undefined {
  const index = source
    .split('\n')
    .findIndex((line) => line.includes(`'${specifier}'`) || line.includes(`"${specifier}"`));
  return index < 0 ? undefined : index + 1;
}

/** `@scope/name` or `name` of what an import names. */
export function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function specifierOf(text: string): string | undefined {
  return /^Could not resolve "(.*)"/.exec(text)?.[1];
}

function columnOf(lineText: string, byteColumn: number): number {
  return Buffer.from(lineText).subarray(0, byteColumn).toString().length + 1;
}
