// Errors of course.yaml that no schema can see: files that are not there, names that nothing has, ids twice.
import type { DiagnosticFact } from '../facts/diagnostics.ts';
import { locateFile } from './course-folder.ts';
import type { Diagnostic } from './diagnostic.ts';
import { MAX_STEPS, type CourseSpec } from '../../model/schema/course.ts';
import type { StepSource } from './step-source.ts';
import type { DataPath, YamlSource } from './yaml-source.ts';
import { isPackageName } from '../../runtimes/contract/package-name.ts';
import { listedSteps } from './listed-steps.ts';
import { isReserved } from './names.ts';

export interface CourseFaultsInput {
  readonly root: string;
  readonly yaml: YamlSource;
  readonly spec: CourseSpec;
  readonly steps: readonly StepSource[];
}

/** All such errors of course.yaml. */
export async function courseFaults(input: CourseFaultsInput): Promise<readonly Diagnostic[]> {
  const { root, yaml, spec } = input;
  const faults: Diagnostic[] = [];
  const fault = (path: DataPath, part: 'key' | 'value', found: DiagnosticFact) =>
    faults.push(yaml.at(path, part, 'error', found));

  for (const section of ['workspace', 'stages'] as const) {
    for (const [name, inner] of Object.entries(spec[section] ?? {})) {
      const located = await locateFile(root, inner);
      if (located.status !== 'ok') fault([section, name], 'value', located.fact);
    }
  }
  for (const file of Object.keys(spec.workspace)) {
    if (!isReserved(file)) continue;
    fault(['workspace', file], 'key', { kind: 'reserved-file', file });
  }
  if (!Object.hasOwn(spec.workspace, spec.app.entry)) {
    fault(['app', 'entry'], 'value', { kind: 'unknown-file/entry', file: spec.app.entry });
  }
  for (const [index, name] of (spec.app.packages ?? []).entries()) {
    if (isPackageName(name)) continue;
    fault(['app', 'packages', index], 'value', { kind: 'package-name', name });
  }
  if (Object.keys(spec.scenarios ?? {}).length > 0 && spec.app.ports['api'] === undefined) {
    fault(['app', 'ports'], 'key', { kind: 'unknown-port/api' });
  }
  const portOf = new Map<number, string>();
  for (const [name, port] of Object.entries(spec.app.ports)) {
    const first = portOf.get(port);
    if (first === undefined) portOf.set(port, name);
    else fault(['app', 'ports', name], 'value', { kind: 'duplicate-port', port, name: first });
  }
  for (const [id, { requests, winner }] of Object.entries(spec.scenarios ?? {})) {
    if (winner === true && requests.filter(({ count }) => count > 0).length < 2) {
      fault(['scenarios', id, 'winner'], 'value', { kind: 'no-contest' });
    }
    for (const [index, { path }] of requests.entries()) {
      if (/^\/[\u0021-\u007e]*$/.test(path) && !path.includes('#')) continue;
      fault(['scenarios', id, 'requests', index, 'path'], 'value', { kind: 'request-path' });
    }
  }
  faults.push(...listFaults(input), ...duplicates(input));
  return faults;
}

/** What is wrong with the lists of steps: none at all, one too many, or one too long. */
function listFaults({ yaml, spec }: CourseFaultsInput): readonly Diagnostic[] {
  const { steps, parts } = spec;
  if (steps === undefined && parts === undefined)
    return [yaml.at(['steps'], 'key', 'error', { kind: 'missing-key', key: 'steps' })];
  if (steps !== undefined && parts !== undefined)
    return [yaml.at(['parts'], 'key', 'error', { kind: 'steps-and-parts' })];
  const { length } = (parts ?? []).flatMap((part) => part.steps);
  if (length <= MAX_STEPS) return [];
  const rule = { kind: 'at-most', limit: String(MAX_STEPS), count: length } as const;
  return [yaml.at(['parts'], 'key', 'error', { kind: 'wrong-value', path: 'parts', rule })];
}

function duplicates({ yaml, spec, steps }: CourseFaultsInput): readonly Diagnostic[] {
  const faults: Diagnostic[] = [];
  const ids = new Map<string, StepSource>();
  for (const step of steps) {
    if (step.spec === undefined) continue;
    const first = ids.get(step.spec.id);
    if (first === undefined) ids.set(step.spec.id, step);
    else if (first.folder !== step.folder) {
      const fact = { kind: 'duplicate-id/step', id: step.spec.id, folder: first.folder } as const;
      faults.push(step.yaml.at(['id'], 'value', 'error', fact));
    }
  }
  const parts = new Map<string, number>();
  for (const [index, { id }] of (spec.parts ?? []).entries()) {
    if (parts.has(id))
      faults.push(yaml.at(['parts', index, 'id'], 'value', 'error', { kind: 'duplicate-id/part', id }));
    parts.set(id, index);
  }
  const folders = new Set<string>();
  for (const { folder, path } of listedSteps(spec)) {
    if (folders.has(folder)) faults.push(yaml.at(path, 'value', 'error', { kind: 'duplicate-step', folder }));
    folders.add(folder);
  }
  return faults;
}
