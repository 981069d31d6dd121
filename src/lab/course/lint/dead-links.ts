// Links and images of step texts that lead nowhere, or where a text should not lead.
import type { DiagnosticFact } from '../facts/diagnostics.ts';
import { locateFile } from '../read/course-folder.ts';
import type { Diagnostic } from '../read/diagnostic.ts';
import type { LintRule, ReadStep } from './input.ts';
import { courseFileOf, linksOf } from './step-links.ts';
import type { StepLink } from './step-links.ts';

/** Files that are not there, headings that are not there, and schemes other than the web's. The web is not asked. */
export const deadLinks: LintRule = async ({ root, steps }) => {
  const found = await Promise.all(
    steps.map(async (step) => Promise.all(linksOf(step).map((it) => faultOf(root, step, it)))),
  );
  return found.flat(2);
};

async function faultOf(root: string, step: ReadStep, link: StepLink): Promise<Diagnostic[]> {
  const { kind, href, offset, length } = link;
  const fault = (found: DiagnosticFact) => [step.yaml.atOffset(offset, length, 'error', found)];
  if (href.trim() === '') return fault({ kind: `dead-${kind}/nowhere` });
  if (href.startsWith('#')) {
    return headingIds(step.body).has(href.slice(1)) ? [] : fault({ kind: 'dead-link', href });
  }
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(href)?.[1]?.toLowerCase();
  if (scheme !== undefined) {
    return ['http', 'https', 'mailto'].includes(scheme)
      ? []
      : fault({ kind: 'link-scheme', of: kind, scheme });
  }
  const file = courseFileOf(step.folder, href);
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
