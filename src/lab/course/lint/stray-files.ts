// Files in the course folder that nothing refers to, and control characters in those that something does.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { listedSteps } from '../read/listed-steps.ts';
import { readCourseFile } from '../read/course-folder.ts';
import { COURSE_FILE, STEP_FILE } from '../read/step-source.ts';
import { controlCharacterFaults } from '../read/text-faults.ts';
import { readYaml } from '../read/yaml-source.ts';
import type { Diagnostic } from '../read/diagnostic.ts';
import type { LintInput, LintRule } from './input.ts';
import { courseFileOf, linksOf } from './step-links.ts';
import { PACKAGE_FOLDERS } from '../../runtimes/contract/package-folders.ts';

// What a course that is a package of its own has at its root.
const PACKAGE_FILES =
  /^(?:package(?:-lock)?\.json|(?:readme|licen[cs]e|notice|changelog)(?:\.\w+)?|course\.json)$/i;
/** Which mutants of a solution change nothing that a check could see: read by `verify --mutants`. */
const EQUIVALENTS_FILE = 'equivalent-mutants.txt';
const MAX_FILES = 10_000;

/** Warns of each stray file; not while a step cannot be read, because it may refer to it. */
export const strayFiles: LintRule = async (input) => {
  const { root, spec, steps } = input;
  const isWhole = steps.length === listedSteps(spec).length;
  const used = usedFiles(input);
  const caseFolders = steps.flatMap(({ folder }) => [`${folder}/mistakes/`, `${folder}/variants/`]);
  const found: Diagnostic[] = [];
  for (const file of await filesBelow(root, '')) {
    const isCase = caseFolders.some((folder) => file.startsWith(folder));
    if (used.has(file) || isCase) {
      if (path.extname(file) !== '.md' && file !== COURSE_FILE)
        found.push(...(await controlFaults(root, file)));
    } else if (isWhole && (file.includes('/') || !PACKAGE_FILES.test(file))) {
      const source = readYaml({ file: path.join(root, file), text: '' });
      found.push(source.atOffset(0, 1, 'warning', { kind: 'stray-file' }));
    }
  }
  return found;
};

function usedFiles({ spec, steps, texts }: LintInput): ReadonlySet<string> {
  const ofSteps = steps.flatMap((step) => {
    const { solution } = step.spec;
    const solved = solution !== undefined && 'files' in solution ? Object.values(solution.files) : [];
    return [STEP_FILE, EQUIVALENTS_FILE, ...solved].map((file) => `${step.folder}/${file}`);
  });
  const linked = texts.flatMap((text) =>
    linksOf(text).flatMap(({ href }) => courseFileOf(text.folder, href) ?? []),
  );
  const closings = (spec.parts ?? []).flatMap(({ closing }) => closing ?? []);
  const ofCourse = [...Object.values(spec.workspace), ...Object.values(spec.stages ?? {})];
  return new Set(
    [COURSE_FILE, EQUIVALENTS_FILE, ...ofCourse, ...ofSteps, ...linked, ...closings].map((file) =>
      path.posix.normalize(file),
    ),
  );
}

async function filesBelow(root: string, folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  for (const entry of await readdir(path.join(root, folder), { withFileTypes: true })) {
    if (entry.name.startsWith('.') || PACKAGE_FOLDERS.has(entry.name) || files.length > MAX_FILES) continue;
    const inner = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) files.push(...(await filesBelow(root, inner)));
    else files.push(inner);
  }
  return files.toSorted();
}

/** A diff shows these files in the learner's terminal. Files that are no text are not shown, so not looked into. */
async function controlFaults(root: string, file: string): Promise<readonly Diagnostic[]> {
  const read = await readCourseFile(root, file);
  if (read.status !== 'ok') return [];
  return controlCharacterFaults(readYaml({ file: read.file, text: read.text, range: [0, 0] }), read.text);
}
