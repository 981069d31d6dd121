// Faults of course.yaml that no schema can see: files that are not there, names that nothing has, ids twice.
import { locateFile } from './course-folder.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { CourseSpec } from '../../model/schema.ts';
import type { StepSource } from './step-source.ts';
import type { DataPath, YamlSource } from './yaml-source.ts';
import { isPackageName, isReserved } from './names.ts';

export interface CourseFaultsInput {
  readonly root: string;
  readonly yaml: YamlSource;
  readonly spec: CourseSpec;
  readonly steps: readonly StepSource[];
}

/** All such faults of course.yaml. */
export async function courseFaults(input: CourseFaultsInput): Promise<readonly Diagnostic[]> {
  const { root, yaml, spec } = input;
  const faults: Diagnostic[] = [];
  const fault = (path: DataPath, part: 'key' | 'value', code: string, message: string) =>
    faults.push(yaml.at(path, part, 'error', code, message));

  for (const section of ['workspace', 'stages'] as const) {
    for (const [name, inner] of Object.entries(spec[section] ?? {})) {
      const located = await locateFile(root, inner);
      if (located.status !== 'ok') fault([section, name], 'value', located.code, located.message);
    }
  }
  for (const file of Object.keys(spec.workspace)) {
    if (!isReserved(file)) continue;
    fault(
      ['workspace', file],
      'key',
      'reserved-file',
      `\`${file}\` is a place where the lab or npm keeps its own files.`,
    );
  }
  if (!Object.hasOwn(spec.workspace, spec.app.entry)) {
    fault(
      ['app', 'entry'],
      'value',
      'unknown-file',
      `The entry \`${spec.app.entry}\` is not a file of \`workspace\`.`,
    );
  }
  for (const [index, name] of (spec.app.packages ?? []).entries()) {
    if (isPackageName(name)) continue;
    fault(
      ['app', 'packages', index],
      'value',
      'package-name',
      `\`${name}\` is not the name of an npm package.`,
    );
  }
  if (Object.keys(spec.scenarios ?? {}).length > 0 && spec.app.ports['api'] === undefined) {
    fault(
      ['app', 'ports'],
      'key',
      'unknown-port',
      'Scenarios are sent to the port `api`, and `app.ports` has none of that name.',
    );
  }
  const portOf = new Map<number, string>();
  for (const [name, port] of Object.entries(spec.app.ports)) {
    const first = portOf.get(port);
    if (first === undefined) portOf.set(port, name);
    else {
      const message = `The port ${port} has the name \`${first}\` already: a check needs one name for each port.`;
      fault(['app', 'ports', name], 'value', 'duplicate-port', message);
    }
  }
  for (const [id, { requests, winner }] of Object.entries(spec.scenarios ?? {})) {
    if (winner === true && requests.filter(({ count }) => count > 0).length < 2) {
      const message = 'A winner needs another request to win against: two requests with a count above 0.';
      fault(['scenarios', id, 'winner'], 'value', 'no-contest', message);
    }
    for (const [index, { path }] of requests.entries()) {
      if (/^\/[\u0021-\u007e]*$/.test(path) && !path.includes('#')) continue;
      fault(
        ['scenarios', id, 'requests', index, 'path'],
        'value',
        'request-path',
        'A path that is sent holds neither spaces, `#` nor letters beyond ASCII.',
      );
    }
  }
  faults.push(...duplicates(input));
  return faults;
}

function duplicates({ yaml, spec, steps }: CourseFaultsInput): readonly Diagnostic[] {
  const faults: Diagnostic[] = [];
  const ids = new Map<string, StepSource>();
  for (const step of steps) {
    if (step.spec === undefined) continue;
    const first = ids.get(step.spec.id);
    if (first === undefined) ids.set(step.spec.id, step);
    else if (first.folder !== step.folder) {
      const message = `The id \`${step.spec.id}\` is taken by the step in ${first.folder}.`;
      faults.push(step.yaml.at(['id'], 'value', 'error', 'duplicate-id', message));
    }
  }
  for (const [index, folder] of spec.steps.entries()) {
    if (spec.steps.indexOf(folder) === index) continue;
    faults.push(
      yaml.at(
        ['steps', index],
        'value',
        'error',
        'duplicate-step',
        `The step ${folder} is in the list already.`,
      ),
    );
  }
  return faults;
}
