// Hints that hold the solution itself, which leave nothing for the next one, and texts that hold the query asked for.
import path from 'node:path';
import { readRegularText } from '../../../files/index.ts';
import type { Course, Step } from '../spec/course.ts';
import type { Diagnostic } from '../read/diagnostic.ts';
import type { DiagnosticFact } from '../facts/diagnostics.ts';
import type { LintRule, ReadStep } from './input.ts';

/**
 * Warns about a first hint with a line of the solution's code, its command, its target or its answer, and about a query that
 * stands in the text of its step or in the first two hints.
 */
export const givenAway: LintRule = async ({ course, steps }) => {
  if (course === undefined) return [];
  const found = await Promise.all(
    course.steps.map(async (step, index): Promise<readonly Diagnostic[]> => {
      const [hint = ''] = step.hints;
      const source = steps[index];
      if (source === undefined) return [];
      if (step.kind === 'query') return queryInText(source, await solutionLines(course, step));
      const given = await partOfSolution(course, step, hint);
      if (given === undefined) return [];
      return [source.yaml.at(['hints', 0], 'value', 'warning', { kind: 'hint-gives-away', given })];
    }),
  );
  return found.flat();
};

/** A shorter line of a query says little. */
const LONG_LINE = 24;
/** Hints that only lead to the query. */
const HINTS_BEFORE_LAST = 2;

const fact = (given: string): DiagnosticFact => ({ kind: 'text-gives-away', given });

/** The query, or a line of it that nearly is the query, in the text of the step or in the hints before the last. */
function queryInText(source: ReadStep, lines: readonly string[]): readonly Diagnostic[] {
  const { yaml, spec, body, bodyStart } = source;
  const written = lines.map((line) => line.trim()).filter((line) => line !== '');
  const telling = [written.join(' '), ...written.filter((line) => compact(line).length >= LONG_LINE)];
  const givenIn = (text: string): string | undefined =>
    telling.find((one) => compact(one) !== '' && compact(text).includes(compact(one)));
  const inBody = givenIn(body);
  return [
    ...(inBody === undefined ? [] : [yaml.atOffset(bodyStart, 1, 'warning', fact(inBody))]),
    ...spec.hints.slice(0, HINTS_BEFORE_LAST).flatMap((hint, index) => {
      const given = givenIn(hint);
      return given === undefined ? [] : [yaml.at(['hints', index], 'value', 'warning', fact(given))];
    }),
  ];
}

async function partOfSolution(course: Course, step: Step, hint: string): Promise<string | undefined> {
  const spans = codeSpans(hint);
  const { solution } = step;
  if (solution === undefined) return answerIn(step, hint);
  if ('install' in solution) {
    const command = new RegExp(`\\b(?:npm|pnpm|yarn) (?:install|i|add)\\b.*${escaped(solution.install)}`);
    return spans.find((span) => command.test(span));
  }
  if ('scrapeJob' in solution) {
    const target = `localhost:${course.app.ports[solution.scrapeJob.port] ?? ''}`;
    return hint.includes(target) ? target : undefined;
  }
  const lines = (await solutionLines(course, step)).map(compact);
  return spans.find((span) => {
    const code = compact(span);
    // A name or a call without its arguments points at the way; a whole line is the way.
    return (
      code.length >= 12 && lines.some((line) => line === code || (code.length >= 16 && isMostOf(code, line)))
    );
  });
}

const isMostOf = (code: string, line: string) =>
  (line.includes(code) && code.length >= line.length * 0.7) || (line.length >= 12 && code.includes(line));

/** The lines that the solution has and the files of the course that a workspace starts with do not. */
async function solutionLines(course: Course, step: Step): Promise<readonly string[]> {
  const { solution } = step;
  if (solution === undefined || 'install' in solution || 'scrapeJob' in solution) return [];
  const stage = 'stage' in solution ? course.stages?.[solution.stage] : undefined;
  const files =
    'files' in solution
      ? Object.values(solution.files).map((file) => path.join(step.dir, file))
      : [path.join(course.dir, stage ?? '')];
  const starters = Object.values(course.workspace).map((file) => path.join(course.dir, file));
  const known = new Set((await linesOf(starters)).map(compact));
  return (await linesOf(files)).filter((line) => !known.has(compact(line)) && !/^\s*(\/\/|#)/.test(line));
}

const linesOf = async (files: readonly string[]) =>
  (await Promise.all(files.map((file) => readRegularText(file)))).flatMap((text) => text.split(/\r?\n/));

/** A fixed answer as a word of its own, or the text of the right choice and of no other. */
function answerIn(step: Step, hint: string): string | undefined {
  for (const check of step.checks) {
    if (check.kind !== 'answer') continue;
    if (
      check.value !== undefined &&
      new RegExp(`(?<![\\w.])${escaped(String(check.value))}(?![\\w.]*\\w)`).test(hint)
    ) {
      return String(check.value);
    }
    const named = (check.choices ?? []).filter(({ id }) =>
      new RegExp(`\\b${escaped(id)}\\b`, 'i').test(hint),
    );
    if (named.length === 1 && named[0]?.id === check.correct) return check.correct;
  }
  return undefined;
}

const codeSpans = (text: string) => [...text.matchAll(/(`+)(.+?)\1/gs)].map(([, , code = '']) => code);

/** Without what does not matter between two ways of writing the same line. */
const compact = (line: string) => line.replaceAll(/\s+|;$/g, '').replaceAll(/["'`]/g, "'");

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
