// A code fence that is never closed swallows the rest of a step.
import type { Diagnostic } from '../read/diagnostic.ts';
import type { LintRule } from './input.ts';

/** Fences in step texts that nothing closes (CommonMark 4.5). */
export const codeFences: LintRule = ({ texts }) =>
  texts.flatMap(({ text, bodyStart, yaml }): Diagnostic[] => {
    let open: { readonly offset: number; readonly marker: string } | undefined;
    let offset = bodyStart;
    for (const line of text.slice(bodyStart).split('\n')) {
      const marker = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
      if (marker !== undefined && open === undefined) open = { offset, marker };
      else if (marker !== undefined && open !== undefined && closes(line, marker, open.marker))
        open = undefined;
      offset += line.length + 1;
    }
    if (open === undefined) return [];
    return [yaml.atOffset(open.offset, open.marker.length, 'error', { kind: 'open-code-fence' })];
  });

const closes = (line: string, marker: string, opened: string) =>
  marker[0] === opened[0] && marker.length >= opened.length && line.trim() === marker;
