// Text inside an HTML page: nothing that a learner wrote becomes markup.
import { cleanText } from '../../ui/render/style.ts';

/** Text that has become HTML; a plain string never is. */
export interface Html {
  readonly html: string;
}

/** Escapes text for an element or a quoted attribute. Control characters go. */
export function escapeHtml(text: string): string {
  return cleanText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

type Part = string | number | Html | readonly Html[];

/** A template in which every value is escaped unless it is HTML already. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const text = strings.reduce((all, string, index) => {
    const part = parts[index - 1];
    return all + (part === undefined ? '' : formatPart(part)) + string;
  }, '');
  return { html: text };
}

function formatPart(part: Part): string {
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escapeHtml(part);
  if ('html' in part) return part.html;
  return part.map((one) => one.html).join('');
}
