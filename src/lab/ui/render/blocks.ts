// A step's parsed Markdown as terminal text: what course authors use, and plain words for all else.
import stringWidth from 'fast-string-width';
import type { Token, Tokens } from 'marked';
import { PLACEHOLDER } from '../../model/placeholders.ts';
import { ui } from '../../words/index.ts';
import { formatTable, unbroken, withSpaces, wrap, wrapLine } from './layout.ts';
import type { Style } from './style.ts';

/** The language of a block that shows what a program prints, or a picture. */
const OUTPUT = 'text';

const decode = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

function inline(tokens: readonly Token[] | undefined, style: Style): string {
  return (tokens ?? [])
    .map((token) => {
      switch (token.type) {
        case 'strong':
          return style.bold(inline(token.tokens, style));
        case 'em':
          return style.accent(inline(token.tokens, style));
        case 'codespan': {
          const text = unbroken(decode(token['text'] as string));
          // Without color the backticks stay: they are the only sign that this is to be typed as it is.
          return style.hasColour ? style.code(text) : `\`${text}\``;
        }
        case 'br':
          return '\n';
        case 'link': {
          const text = inline(token.tokens, style);
          const href = (token as Tokens.Link).href;
          return text === href ? href : `${text} (${href})`;
        }
        case 'image':
          return ui.step.picture((token as Tokens.Image).text);
        default:
          return 'tokens' in token && token.tokens !== undefined
            ? inline(token.tokens, style)
            : decode(String('text' in token ? token['text'] : token.raw)).replaceAll('\n', ' ');
      }
    })
    .join('');
}

function list(token: Tokens.List, style: Style, columns: number): string {
  return token.items
    .map((item, index) => {
      const mark = token.ordered ? `${(token.start || 1) + index}. ` : '- ';
      const indent = ' '.repeat(mark.length);
      const parts = item.tokens
        .map((child) => block(child, style, columns - mark.length))
        .filter((text) => text !== '');
      const lines = parts.join('\n').split('\n');
      return lines.map((line, i) => (i === 0 ? mark : indent) + line).join('\n');
    })
    .join('\n');
}

function table({ header, rows }: Tokens.Table, style: Style, columns: number): string {
  const cells = (row: readonly Tokens.TableCell[]): string[] =>
    row.map(({ tokens }) => inline(tokens, style));
  return formatTable(
    cells(header),
    rows.map((row) => cells(row)),
    columns,
  );
}

/** Code stays whole, so that it can be copied: the terminal continues a line that is too long. Output is only read. */
function codeBlock({ text, lang }: Tokens.Code, style: Style, columns: number): string {
  const lines = text.split('\n');
  const room = columns - Math.max(...lines.map((line) => stringWidth(line)));
  const margin = ' '.repeat(room < 4 ? 2 : 4);
  const inner = columns - margin.length;
  return lines
    .flatMap((line) => (lang === OUTPUT ? wrapLine(line, inner).split('\n') : [line]))
    .map((line) => (line === '' ? '' : margin + style.code(line)))
    .join('\n');
}

function block(token: Token, style: Style, columns: number): string {
  switch (token.type) {
    case 'heading':
      return style.bold(wrap(inline(token.tokens, style), columns));
    case 'paragraph':
    case 'text':
      return inline(token.tokens ?? [token], style)
        .split('\n')
        .map((line) => wrap(line, columns))
        .join('\n');
    case 'code':
      return codeBlock(token as Tokens.Code, style, columns);
    case 'list':
      return list(token as Tokens.List, style, columns);
    case 'table':
      return table(token as Tokens.Table, style, columns);
    case 'blockquote':
      return renderBlocks(token.tokens ?? [], style, columns - 2)
        .split('\n')
        .map((line) => `${style.dim('|')} ${line}`)
        .join('\n');
    case 'hr':
      return style.dim('-'.repeat(Math.min(columns, 40)));
    case 'space':
    case 'def':
      return '';
    default:
      return wrap(token.raw.trim(), columns);
  }
}

/** Renders the blocks to text of at most `columns` columns (long code lines and addresses excepted). */
export function renderBlocks(tokens: readonly Token[], style: Style, columns: number): string {
  const texts = tokens.map((token) => block(token, style, columns)).filter((text) => text !== '');
  return withSpaces(texts.join('\n\n'));
}

/**
 * Colors the `code` in a sentence, which {@link withSpaces} completes once it is wrapped. Nothing else of it is Markdown:
 * it may quote a path with `_` or `*`.
 */
export function renderInline(text: string, style: Style): string {
  return text.replaceAll(/`([^`\n]+)`/g, (_whole, code: string) =>
    style.hasColour ? style.code(unbroken(code)) : `\`${unbroken(code)}\``,
  );
}

/** Puts live addresses in place of `{{api}}`, `{{metrics}}`, `{{prometheus}}`; an unknown name stays as it is. */
export function fillAddresses(markdown: string, addresses: Readonly<Record<string, string>>): string {
  return markdown.replaceAll(PLACEHOLDER, (whole, name: string) =>
    Object.hasOwn(addresses, name) ? (addresses[name] ?? whole) : whole,
  );
}
