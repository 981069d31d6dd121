// The structure that docs/architecture.md describes, proven from the imports themselves; imports of types count too.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const FOLDER_LIMIT = 20;

const entries = readdirSync(path.join(ROOT, 'src'), { recursive: true, withFileTypes: true });
const files = entries
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));

/** A file of the project, relative to its root -> the files that it imports. */
const imports = new Map(
  files.map((file) => {
    const text = readFileSync(path.join(ROOT, file), 'utf8');
    const found = [...text.matchAll(/\b(?:from|import)\s*\(?\s*'(\.\.?\/[^']+\.ts)'/g)];
    return [file, found.map(([, to = '']) => path.posix.join(path.posix.dirname(file), to))] as const;
  }),
);

/** The topmost folder that a wall surrounds: `lab/checks`, `prometheus`. */
function moduleOf(file: string): string {
  const [, top = '', second = ''] = file.split('/');
  if (top !== 'lab') return top;
  if (second === 'runtimes') return file.split('/').slice(1, 4).join('/');
  return second.endsWith('.ts') ? 'lab' : `lab/${second}`;
}

const isInside = (file: string): boolean => moduleOf(file) === 'prometheus';
/** A word of a name, in the singular. */
const stem = (word: string): string => word.replace(/s$/, '');

/** What both the lab and the embedded Prometheus use. */
const SHARED = [
  'durations.ts',
  'exposition',
  'files',
  'http',
  'json.ts',
  'locks',
  'system',
  'turns.ts',
  'unreachable.ts',
  'yaml',
];
/** The modules that only the session puts together. */
const PARTS = ['app-process', 'checks', 'course', 'prometheus', 'traffic', 'workspace'].map(
  (name) => `lab/${name}`,
);
const BELOW_SESSION = ['lab/children', 'lab/model', 'lab/runtimes/contract', ...SHARED];
const BELOW_COMMANDS = ['lab/session', 'lab/words', 'lab/ui', ...PARTS, ...BELOW_SESSION];

/** Words are made of facts, of whichever module. */
const isWordsOfFacts = (from: string, to: string): boolean => from === 'lab/words' && to.includes('/facts/');

/** Module -> the modules that it may import. */
const WALLS: Readonly<Record<string, readonly string[]>> = {
  'durations.ts': [],
  'turns.ts': [],
  'unreachable.ts': [],
  app: [],
  exposition: [],
  files: ['system'],
  http: [],
  'json.ts': [],
  locks: ['files', 'json.ts', 'system'],
  system: [],
  yaml: [],
  prometheus: SHARED,
  'lab/model': SHARED,
  'lab/children': ['lab/model', ...SHARED],
  'lab/runtimes/contract': ['lab/model'],
  // It writes packages into a workspace as the workspace writes its own files.
  'lab/runtimes/node': ['lab/workspace', ...BELOW_SESSION],
  ...Object.fromEntries(PARTS.map((name) => [name, BELOW_SESSION])),
  // A course is made of checks: it reads what each kind of them asks of its author.
  'lab/course': ['lab/checks', ...BELOW_SESSION],
  // Its files that run the embedded Prometheus, or a part of it.
  'lab/prometheus': [...BELOW_SESSION, 'prometheus'],
  'lab/session': [...PARTS, ...BELOW_SESSION],
  // The words are put in at the edges: what they are about never imports them.
  'lab/words': ['lab/session', ...PARTS, ...BELOW_SESSION],
  'lab/ui': ['lab/session', 'lab/words', ...BELOW_SESSION],
  'lab/authoring': BELOW_COMMANDS,
  'lab/verify': BELOW_COMMANDS,
  'lab/report': ['lab/verify', ...BELOW_COMMANDS],
  // It makes the runtime, and hands it down.
  'lab/cli': ['lab/authoring', 'lab/report', 'lab/runtimes/node', 'lab/verify', ...BELOW_COMMANDS],
  lab: ['lab/cli', ...BELOW_COMMANDS],
};

describe('the modules', () => {
  test('import only modules that they may import', () => {
    const wrong = [...imports].flatMap(([file, targets]) => {
      const from = moduleOf(file);
      return targets
        .filter((to) => moduleOf(to) !== from && WALLS[from]?.includes(moduleOf(to)) !== true)
        .filter((to) => !isWordsOfFacts(from, to))
        .map((to) => `${file} -> ${to}`);
    });
    expect(wrong).toEqual([]);
  });

  test('import only the contract of a session where they show it', () => {
    const others = [...imports].flatMap(([file, targets]) =>
      targets
        .filter(() => ['lab/ui', 'lab/words'].includes(moduleOf(file)))
        .filter((to) => moduleOf(to) === 'lab/session' && !to.includes('/session/contract/'))
        .map((to) => `${file} -> ${to}`),
    );
    expect(others).toEqual([]);
  });

  test('import the embedded Prometheus only in files of lab/prometheus, from its index', () => {
    const users = [...imports].flatMap(([file, targets]) =>
      targets.filter((to) => isInside(to) && !isInside(file)).map((to) => `${file} -> ${to}`),
    );
    expect(
      users.filter((use) => !/^src\/lab\/prometheus\/\S+ -> src\/prometheus\/index\.ts$/.test(use)),
    ).toEqual([]);
  });
});

/** Part of the embedded Prometheus -> the other parts that it may import. Those that are not here are not limited. */
const INSIDE: Readonly<Record<string, readonly string[]>> = {
  client: [],
  discovery: ['config', 'model'],
  relabeling: ['config', 'model'],
  notifications: ['client', 'config', 'discovery', 'model', 'relabeling', 'rules/model'],
  'rules/model': ['model', 'promql'],
  'rules/evaluate': ['model', 'promql', 'rules/model', 'template'],
  'rules/group': ['model', 'rules/evaluate', 'rules/model', 'storage'],
};

describe('the parts of the embedded Prometheus', () => {
  test.each(Object.entries(INSIDE))('%s imports only parts that it may import', (part, allowed) => {
    const start = `src/prometheus/${part}/`;
    const wrong = [...imports].flatMap(([file, targets]) =>
      targets
        .filter((to) => file.startsWith(start) && isInside(to) && !to.startsWith(start))
        .filter((to) => !allowed.some((one) => to.startsWith(`src/prometheus/${one}/`)))
        .map((to) => `${file} -> ${to}`),
    );
    expect(wrong).toEqual([]);
  });
});

/** What only the runtime of Node may name: tools, files, and endings of its languages. */
const OF_NODE =
  /\besbuild\b|\btsx\b|@babel|\bnode_modules\b|package(?:-lock)?\.json|\.[cm]?[jt]sx\b|\[jt\]s|\bnpm-cli\b|'npm'/;

/** The files outside it that may, and why. */
const NAMES_NODE: Readonly<Record<string, string>> = {
  'src/lab/authoring/course-files.ts': 'a new course begins with a program for Node, and is a package of npm',
  'src/lab/course/find.ts': 'a course is installed as a package of npm, whatever its app is written in',
  'src/lab/main.ts': "where the lab's own packages are",
  'src/lab/model/file-state.ts': 'the file that a solution with `install` edits',
  'src/lab/report/regrade/fingerprint.ts': 'the file in which npm lists what it has installed',
  'src/lab/report/regrade/isolation.ts': "the lab's own packages, which a sandbox has to show",
  'src/lab/report/regrade/learner.ts':
    'the packages in the folder that was handed in, which a sandbox has to show',
  'src/lab/runtimes/contract/package-folders.ts': 'folders that are skipped, of every runtime',
};

describe('the language of the app', () => {
  test('is known to its runtime alone, and to the words', () => {
    const naming = files.filter((file) => {
      if (!file.startsWith('src/lab/') || /^src\/lab\/(?:runtimes\/node|words)\//.test(file)) return false;
      const text = readFileSync(path.join(ROOT, file), 'utf8');
      return OF_NODE.test(text.replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, ''));
    });
    expect(naming.toSorted()).toEqual(Object.keys(NAMES_NODE).toSorted());
  });
});

describe('the folders', () => {
  test('do not import each other in a cycle', () => {
    const arrows = new Map<string, Set<string>>();
    for (const [file, targets] of imports) {
      const from = path.posix.dirname(file);
      for (const to of targets.map((target) => path.posix.dirname(target)))
        if (to !== from) arrows.set(from, (arrows.get(from) ?? new Set()).add(to));
    }
    // Takes away, again and again, what imports nothing that is left.
    let left = new Set(arrows.keys());
    for (let size = -1; size !== left.size;) {
      size = left.size;
      left = new Set([...left].filter((from) => [...(arrows.get(from) ?? [])].some((to) => left.has(to))));
    }
    expect([...left]).toEqual([]);
  });

  test(`have at most ${FOLDER_LIMIT} entries`, () => {
    const counts = new Map<string, number>();
    for (const { parentPath } of entries) counts.set(parentPath, (counts.get(parentPath) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > FOLDER_LIMIT)).toEqual([]);
  });

  test('have names that their files do not repeat', () => {
    const repeated = files.filter((file) => {
      const folder = stem(path.posix.basename(path.posix.dirname(file)));
      return path.posix.basename(file, '.ts').split('-').map(stem).includes(folder);
    });
    expect(repeated).toEqual([]);
  });
});
