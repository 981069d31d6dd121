// The links and images of a step's Markdown, with their places.
import { Lexer } from 'marked';
import { bodyExcess } from '../../model/body-limits.ts';
import type { TextSource } from '../read/step-source.ts';
import { isObject } from '../../../json.ts';

export interface StepLink {
  readonly kind: 'link' | 'image';
  readonly href: string;
  /** Offset in the step file. */
  readonly offset: number;
  readonly length: number;
}

/** Every link and image outside of code, in order of place; none of a text that is refused for its length. */
export function linksOf({ text, bodyStart }: Pick<TextSource, 'text' | 'bodyStart'>): readonly StepLink[] {
  const body = text.slice(bodyStart);
  if (bodyExcess(body) !== undefined) return [];
  const links: StepLink[] = [];
  let from = bodyStart;
  for (const token of withInner(new Lexer().lex(body))) {
    const { type, href, raw } = token;
    if (type === 'html' && typeof raw === 'string') {
      const found = text.indexOf(raw, from);
      if (found !== -1) {
        links.push(...linksOfHtml(raw, found));
        from = found + 1;
      }
      continue;
    }
    if ((type !== 'link' && type !== 'image') || typeof href !== 'string' || typeof raw !== 'string')
      continue;
    const found = text.indexOf(raw, from);
    const offset = found === -1 ? bodyStart : found;
    // An image may lie inside a link: continue behind the beginning only.
    if (found !== -1) from = found + 1;
    links.push({ kind: type, href, offset, length: raw.length });
  }
  return links;
}

/** Links and images that are written as HTML: viewers of Markdown follow them too. */
function linksOfHtml(html: string, at: number): readonly StepLink[] {
  return [...html.matchAll(/<(a|img)\b[^>]*?\s(?:href|src)\s*=\s*["']?([^"'\s>]*)[^>]*>/gi)].map(
    ({ index, 0: { length }, 1: tag, 2: href = '' }) => ({
      kind: tag?.toLowerCase() === 'img' ? 'image' : 'link',
      href,
      offset: at + index,
      length,
    }),
  );
}

/** Every object below a list of tokens, in order of place: tokens lie in lists, in list items and in table cells. */
function* withInner(value: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (Array.isArray(value)) for (const item of value) yield* withInner(item);
  else if (isObject(value)) {
    yield value;
    for (const part of Object.values(value)) yield* withInner(part);
  }
}

/** The course file that a link of a step leads to, undefined where it leads elsewhere. */
export function courseFileOf(folder: string, href: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(href) || href.startsWith('//') || href.startsWith('#')) return undefined;
  const [file = ''] = href.split(/[?#]/, 1);
  if (file === '') return undefined;
  try {
    return `${folder}/${decodeURIComponent(file)}`;
  } catch {
    return `${folder}/${file}`;
  }
}
