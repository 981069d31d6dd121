// The pages at the end of the parts of a course: Markdown without front matter.
import path from 'node:path';
import { bodyExcess } from '../../model/body-limits.ts';
import { readCourseFile } from './course-folder.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { ClosingSource } from './step-source.ts';
import { controlCharacterFaults } from './text-faults.ts';
import { readYaml, type YamlSource } from './yaml-source.ts';
import { isObject } from '../../../json.ts';

export interface ClosingsRead {
  readonly closings: readonly ClosingSource[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the pages that the parts name, and finds what is wrong with them. */
export async function readClosings(root: string, yaml: YamlSource): Promise<ClosingsRead> {
  const closings: ClosingSource[] = [];
  const diagnostics: Diagnostic[] = [];
  const { parts } = isObject(yaml.data) ? yaml.data : {};
  for (const [part, listed] of (Array.isArray(parts) ? parts : []).entries()) {
    const closing: unknown = isObject(listed) ? listed['closing'] : undefined;
    if (typeof closing !== 'string') continue;
    const read = await readCourseFile(root, closing);
    if (read.status !== 'ok') {
      diagnostics.push(yaml.at(['parts', part, 'closing'], 'value', 'error', read.fact));
      continue;
    }
    const { file, text } = read;
    const source = readYaml({ file, text, range: [0, 0] });
    diagnostics.push(...controlCharacterFaults(source, text, 0));
    const excess = bodyExcess(text);
    if (excess !== undefined)
      diagnostics.push(source.atOffset(excess.offset, excess.length, 'error', excess.fact));
    const folder = path.posix.dirname(closing);
    closings.push({ part, file: closing, folder, text, yaml: source, bodyStart: 0, body: text });
  }
  return { closings, diagnostics };
}
