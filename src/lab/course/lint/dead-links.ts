// Links and images of step texts that lead nowhere, or where a text should not lead.
import type { DiagnosticFact } from '../facts/diagnostics.ts';
import { locateFile } from '../read/course-folder.ts';
import type { Diagnostic } from '../read/diagnostic.ts';
import type { TextSource } from '../read/step-source.ts';
import type { LintRule } from './input.ts';
import { courseFileOf, linksOf } from './step-links.ts';
import type { StepLink } from './step-links.ts';

/** Files that are not there, headings that are not there, and schemes other than the web's. The web is not asked. */
export const deadLinks: LintRule = async ({ root, texts }) => {
  const found = await Promise.all(
    texts.map(async (text) => Promise.all(linksOf(text).map((it) => faultOf(root, text, it)))),
  );
  return found.flat(2);
};

async function faultOf(root: string, text: TextSource, link: StepLink): Promise<Diagnostic[]> {
  const { kind, href, offset, length } = link;
  const fault = (found: DiagnosticFact) => [text.yaml.atOffset(offset, length, 'error', found)];
  if (href.trim() === '') return fault({ kind: `dead-${kind}/nowhere` });
  if (href.startsWith('#')) {
    return headingIds(text.body).has(href.slice(1)) ? [] : fault({ kind: 'dead-link', href });
  }
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(href)?.[1]?.toLowerCase();
  if (scheme !== undefined) {
    return ['http', 'https', 'mailto'].includes(scheme)
      ? []
      : fault({ kind: 'link-scheme', of: kind, scheme });
  }
  const file = courseFileOf(text.folder, href);
  if (file === undefined) return [];
  const located = await locateFile(root, file);
  return located.status === 'ok' ? [] : fault({ kind: `dead-${kind}/file`, why: located.fact });
}

/** Ids that Markdown viewers give to headings. */
function headingIds(body: string): ReadonlySet<string> {
  const headings = [...body.matchAll(/^ {0,3}#{1,6} +(.+?) *#*$/gm)].map(([, text = '']) => text);
  return new Set(
    headings.map((text) =>
      text
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
