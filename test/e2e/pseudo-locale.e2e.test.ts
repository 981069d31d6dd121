// Another language is another folder: the lab is built with a table of marked and longer texts, and walked at 60 columns.
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Terminal } from '@xterm/headless';
import type { Plugin } from 'esbuild';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
// @ts-expect-error The build's scripts are plain JavaScript.
import { bundle, ENTRIES } from '../../scripts/bundle.mjs';
import { PART_ONE, STEPS } from '../support/built-in-course.ts';
import { createLabFolder, type LabFolder } from '../support/lab.ts';
import { markMarkdown, markText, unmarked } from '../support/pseudo-locale.ts';
import { openTerminal, type TerminalProgram } from '../support/terminal.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const COLUMNS = 60;

/** A query whose values no step wants. */
const OTHER_QUERY = 'sum by (path) (http_requests_total)';

let dist: string;
let marked: MarkedCourse = { code: [], questions: [], kinds: [] };
let folder: LabFolder;
const open: TerminalProgram[] = [];

/** Puts the marked table in the place of the one that `words/index.ts` names. */
const pseudoLocale: Plugin = {
  name: 'pseudo-locale',
  setup(build) {
    const english = path.join(root, 'src/lab/words/en/index.ts');
    const marks = path.join(root, 'test/support/pseudo-locale.ts');
    build.onResolve({ filter: /^\.\/en\/index\.ts$/ }, () => ({ path: english, namespace: 'marked' }));
    build.onLoad({ filter: /./, namespace: 'marked' }, () => ({
      contents: `import { en as english } from ${JSON.stringify(english)};
        import { markTable } from ${JSON.stringify(marks)};
        export const en = markTable(english);`,
      loader: 'ts',
      resolveDir: root,
    }));
  },
};

interface StoredCourse {
  readonly course: {
    title: string;
    scenarios: Record<string, { title: string }>;
    parts: { title: string; closing?: { body: string } }[];
    steps: {
      title: string;
      body: string;
      kind: string;
      blocks?: unknown;
      hints: string[];
      checks: Record<string, unknown>[];
    }[];
  };
}

const TEXTS = new Set(['question', 'text', 'because']);

/** The texts of a check in marks. */
function markCheck(value: unknown, isText = false): unknown {
  if (typeof value === 'string') return isText ? markText(value) : value;
  if (Array.isArray(value)) return value.map((one) => markCheck(one, isText));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, markCheck(one, isText || TEXTS.has(key))]),
  );
}

interface MarkedCourse {
  /** The lines of its code, which are in no language. */
  readonly code: readonly string[];
  /** The marked question of each step, by its number less one; empty for a step without one. */
  readonly questions: readonly string[];
  /** The kind of each step, by its number less one. */
  readonly kinds: readonly string[];
}

/** The lines of the code in texts. */
const codeIn = (bodies: readonly string[]): string[] =>
  bodies.flatMap((body) =>
    [...body.matchAll(/^ *```[^\n]*\n([\s\S]*?)^ *```$/gm)].flatMap(([, text = '']) => text.split('\n')),
  );

/** The lines of the queries that steps give as their solutions. */
async function querySolutions(): Promise<string[]> {
  const steps = path.join(root, 'steps');
  const names = (await readdir(steps, { recursive: true })).filter((name) =>
    name.endsWith('/solution.promql'),
  );
  const texts = await Promise.all(names.map((name) => readFile(path.join(steps, name), 'utf8')));
  return texts.flatMap((text) => text.split('\n'));
}

/** Puts the course in marks. */
async function markCourse(file: string): Promise<MarkedCourse> {
  const stored = JSON.parse(await readFile(file, 'utf8')) as StoredCourse;
  const { course } = stored;
  course.title = markText(course.title);
  for (const scenario of Object.values(course.scenarios)) scenario.title = markText(scenario.title);
  for (const part of course.parts) {
    part.title = markText(part.title);
    if (part.closing !== undefined) part.closing.body = markMarkdown(part.closing.body);
  }
  const bodies = course.steps.map(({ body }) => body);
  for (const step of course.steps) {
    step.title = markText(step.title);
    step.body = markMarkdown(step.body);
    // Parsed from the text without marks.
    delete step.blocks;
    step.hints = step.hints.map(markText);
    step.checks = step.checks.map((check) => markCheck(check) as Record<string, unknown>);
  }
  await writeFile(file, JSON.stringify(stored));
  return {
    code: [OTHER_QUERY, ...(await querySolutions()), ...codeIn(bodies)],
    questions: course.steps.map(({ checks }) => checks.map(({ question = '' }) => String(question)).join('')),
    kinds: course.steps.map(({ kind }) => kind),
  };
}

beforeAll(async () => {
  const cache = path.join(root, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  dist = await mkdtemp(path.join(cache, 'pseudo-'));
  await cp(path.join(root, 'dist'), dist, { recursive: true });
  await bundle(ENTRIES, dist, { chunkNames: 'chunks/[name]-[hash]', plugins: [pseudoLocale] });
  marked = await markCourse(path.join(dist, 'course/course.json'));
  folder = await createLabFolder();
});

afterEach(async () => {
  for (const program of open.splice(0)) {
    program.kill('SIGKILL');
    await program.exited;
  }
});

afterAll(async () => {
  await folder.remove();
  await rm(dist, { recursive: true, force: true });
});

function start(...args: readonly string[]): TerminalProgram {
  const options = { cwd: folder.dir, env: folder.env, columns: COLUMNS, question: markText('What next?') };
  const program = openTerminal({
    file: process.execPath,
    args: [path.join(dist, 'main.js'), ...args],
    ...options,
  });
  open.push(program);
  return program;
}

interface ShownLine {
  readonly text: string;
  /** Whether it continues the line above. */
  readonly isWrapped: boolean;
}

/** The lines of everything that was printed, as the terminal shows them. */
async function linesOf(program: TerminalProgram): Promise<readonly ShownLine[]> {
  const terminal = new Terminal({ cols: COLUMNS, rows: 40, scrollback: 100_000, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(program.raw(), resolve));
  const { buffer } = terminal;
  const lines = Array.from({ length: buffer.active.length }, (_, index) => {
    const line = buffer.active.getLine(index);
    return { text: line?.translateToString(true) ?? '', isWrapped: line?.isWrapped === true };
  });
  terminal.dispose();
  return lines;
}

const ADDRESS = /\{\{\w+\}\}|localhost:\d+/g;

/** Whether a line shows a piece of the course's code. */
const isCode = (line: string): boolean => {
  const text = line.trim().replaceAll(ADDRESS, 'ADDRESS');
  return text.length > 3 && marked.code.some((one) => one.replaceAll(ADDRESS, 'ADDRESS').includes(text));
};

/** Two words beside each other. */
const PROSE = /[A-Za-z]{2,}[,:;.]? [a-z]{2,}/;

/** Commands and their flags, and what npm prints. */
const NAMES =
  /ecom-lab [a-z<>[\] -]+|--?[a-z-]+(?: [<[][^>\]]*[>\]])?|npm [a-z]+ [a-z-]+|added \d+ packages? in \S+/g;

/** Whether npm has printed a line, as it does where it reaches no registry. */
function isOfNpm(lines: readonly ShownLine[], index: number): boolean {
  const line = lines[index];
  return line?.isWrapped === true
    ? isOfNpm(lines, index - 1)
    : /^ *npm (?:error|warn) /.test(line?.text ?? '');
}

/** What is wrong on the screen: sentences without marks, and lines that the edge of the terminal cuts. */
async function problemsOf(program: TerminalProgram): Promise<readonly string[]> {
  const all = await linesOf(program);
  const lines = all.filter((_line, index) => !isOfNpm(all, index));
  const left = unmarked(lines.map(({ text }) => (isCode(text) ? '' : text)).join('\n'));
  const prose = left.split('\n').filter((line) => PROSE.test(line.replaceAll(NAMES, ' ')));
  const cut = lines.flatMap(({ text, isWrapped }, index) => {
    const above = lines[index - 1]?.text ?? '';
    return isWrapped && !isWhole(above, text) ? [`cut: ${above}|${text}`] : [];
  });
  return [...prose, ...cut];
}

/** Whether what was cut stays in one piece to be copied: code, a path, or a command. */
const isWhole = (above: string, text: string): boolean =>
  isCode(above + text) || !/\S\s+\S/.test(above.trim()) || above.includes('ecom-lab ');

/** A text as it may be broken into lines. */
const broken = (text: string): RegExp =>
  new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`).replaceAll(' ', String.raw`\s+`));

/** The answers to the questions of the course. */
const ANSWERS: Readonly<Record<number, string>> = { 6: '100', 9: 'post products', 11: '33' };

test('the course at 60 columns, with every text marked', async () => {
  const lab = start('start', '--prometheus', 'embedded');
  const sees = (text: string): Promise<string> => lab.sees(broken(text));
  const choose = (entry: string): Promise<void> => lab.choose(`⟦${entry}`);
  async function answer(step: number, text: string): Promise<void> {
    await choose('Answer the question');
    await sees(marked.questions[step - 1] ?? '');
    lab.type(`${text}\r`);
  }

  await sees(`Step 1 of ${PART_ONE.length}`);
  await answer(1, '2');
  await sees('⟦2 is not correct');
  await choose('Show a hint');
  await sees('Hint 1 of');
  await answer(1, 'four');
  await sees('Step tour passes');
  for (let number = 2; number <= PART_ONE.length; number += 1) {
    await choose(`Continue with step ${number}`);
    await sees(`Step ${number} of ${PART_ONE.length}`);
    const text = ANSWERS[number];
    if (text !== undefined) await answer(number, text);
    else if (number === 12) {
      await folder.run('check', 'choose-type', '--answer', 'gauge');
    } else {
      await choose('Check my work');
      await sees('does not pass yet');
      await choose('Apply the solution');
      await sees('⟦Replace your version');
      lab.type('y\r');
    }
    await lab.sees(/Step\s+[a-z-]+\s+passes/);
  }
  await choose('Finish');
  await sees('ecom-lab-summary.md');
  await sees('What this program still lacks');
  for (const { id, number } of STEPS.slice(PART_ONE.length)) {
    await choose(`Continue with step ${number}`);
    await sees(`Step ${number} of ${STEPS.length}`);
    if (id === 'find-the-cause') {
      await choose('Answer the question');
      const answers = {
        'Which endpoint': 'GET /nowhere',
        'Since when': '1 minute ago',
        'How badly': '3 %',
        'Which alert': 'none',
      };
      for (const [question, typed] of Object.entries(answers)) {
        await sees(question);
        lab.type(`${typed}\r`);
      }
      await sees('does not pass yet');
      break;
    }
    const isQuery = marked.kinds[number - 1] === 'query';
    await choose(isQuery ? 'Write the query' : 'Check my work');
    if (isQuery) {
      await sees('Your query');
      lab.type(`${OTHER_QUERY}\r`);
    }
    await sees('does not pass yet');
    await choose('Show a hint');
    await sees('Hint 1 of');
    await choose('Apply the solution');
    await sees('⟦Replace your version');
    lab.type('y\r');
    await lab.sees(/Step\s+[a-z\d-]+\s+passes/);
  }
  await choose('Quit');
  await lab.exited;
  expect(await problemsOf(lab)).toEqual([]);
});

/** Prepared by the course that was walked, which comes first. */
test.each([
  '--help',
  'start --help',
  'check --help',
  'report --help',
  'prometheus run --help',
  'list',
  'check count-requests',
  'check nowhere',
  'hint define-counter',
  'traffic nowhere',
  'query up{',
  'doctor',
  'init .',
  'lint nowhere',
  'report',
  'report nowhere',
  'new-course mine',
  'restart',
])('ecom-lab %s', async (line) => {
  const command = start(...line.split(' '));
  await command.exited;
  expect(await problemsOf(command)).toEqual([]);
});
