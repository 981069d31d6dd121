// A mutant as it looks in the text of its rule file: the line that is changed, before and after.
import { partsOf } from './map-expr.ts';
import type { Mutant, ShownMutant } from './model.ts';

/** Rules above each other: what ends one is the next. */
const NEXT_RULE = /^\s*-\s*(?:alert|record)\s*:/;

/** @param source the text of the file */
export function showMutant(mutant: Mutant, source: string): ShownMutant {
  const { kind, rule, file, was, is, changes } = mutant;
  const lines = source.split('\n');
  const first = rule.line - 1;
  const next = lines.findIndex((text, index) => index > first && NEXT_RULE.test(text));
  const own = lines.slice(first, next < 0 ? lines.length : next);
  const pattern = patternOf(mutant);
  const hits = own.flatMap((text, index) => (pattern.test(text) ? [index] : []));
  const [hit] = hits;
  const shared = { kind, rule: rule.name, file, was, is };
  if (hit !== undefined && (hits.length === 1 || kind === 'window-shortened' || kind === 'matcher-removed')) {
    const before = own[hit] ?? '';
    const after = isLine(mutant, before) ? '' : tidy(before.replace(patternOf(mutant), is));
    return { ...shared, line: rule.line + hit, before: before.trim(), after: after.trim() };
  }
  const changed = changes[0]?.rule ?? rule;
  return { ...shared, line: rule.line, before: `expr: ${rule.query}`, after: `expr: ${changed.query}` };
}

/** Whether a line has nothing but what is removed. */
function isLine({ is }: Mutant, line: string): boolean {
  return is === '' && /^\s*[\w.]+:\s*[^\s{[,]+\s*(?:#.*)?$/.test(line);
}

/** What is changed, as people may have spaced and quoted it. */
function patternOf({ kind, was, rule }: Mutant): RegExp {
  if (kind === 'for-removed' || kind === 'for-doubled') return /(?<![\w])for\s*:\s*["']?[\w.]+["']?/;
  if (kind === 'keep-firing-removed') return /keep_firing_for\s*:\s*["']?[\w.]+["']?/;
  if (kind === 'label-removed') {
    const name = was.slice(0, was.indexOf(':'));
    return new RegExp(`(?<![\\w])["']?${escaped(name)}["']?\\s*:\\s*(?:"[^"]*"|'[^']*'|[^,}\\n]+)`);
  }
  const isWord = /^[a-z]+$/.test(was);
  if (isWord && partsOf(rule.expr).filter((part) => part.kind === 'binary' && part.op === was).length > 1)
    return /(?!)/;
  const tokens = was.match(/"(?:[^"\\]|\\.)*"|[\w.:]+|[^\s\w]/g) ?? [];
  const body = tokens
    .map((token) => (token.startsWith('"') ? `["'\`]${escaped(token.slice(1, -1))}["'\`]` : escaped(token)))
    .join('\\s*');
  return new RegExp(`(?<![\\w.])${body}(?![\\w.])`);
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Without what a part that is gone leaves behind. */
function tidy(line: string): string {
  return line
    .replaceAll(/\{\s*,\s*/g, '{')
    .replaceAll(/,\s*,/g, ',')
    .replaceAll(/\s*,\s*\}/g, '}')
    .replaceAll(/(\w)\{\}/g, '$1');
}
