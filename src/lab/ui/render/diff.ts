// A unified diff with its signs kept and color added to them.
import { cleanText, type Style } from './style.ts';

/** Colors added and removed lines; the signs stay, so that it reads the same without color. */
export function formatDiff(diff: string, style: Style): string {
  return cleanText(diff)
    .split('\n')
    .map((line) => {
      if (line.startsWith('+++') || line.startsWith('---')) return style.bold(line);
      if (line.startsWith('+')) return style.good(line);
      if (line.startsWith('-')) return style.bad(line);
      return line.startsWith('@@') ? style.dim(line) : line;
    })
    .join('\n');
}
