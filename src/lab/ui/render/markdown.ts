// Markdown that is parsed when it is shown. The parser takes longer to load than the first prompt may wait for it.
import { parseMarkdown } from '../../model/markdown.ts';
import { renderBlocks } from './blocks.ts';
import { cleanText, type Style } from './style.ts';

/**
 * Renders Markdown to text of at most `columns` columns (long code lines and addresses excepted). Control characters
 * are taken out first; a text beyond the limits of a step's body is shown as it is written.
 */
export function renderMarkdown(markdown: string, style: Style, columns: number): string {
  const text = cleanText(markdown);
  const blocks = parseMarkdown(text);
  return blocks === undefined ? text : renderBlocks(blocks, style, columns);
}
