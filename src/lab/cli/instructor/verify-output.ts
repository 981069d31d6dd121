// What `verify` shows: a bar or a line a case while it runs, and a table at its end.
import stringWidth from 'fast-string-width';
import { formatBar } from '../../ui/render/event.ts';
import { formatTable, padTo, wrap } from '../../ui/render/layout.ts';
import { cleanText } from '../../ui/render/style.ts';
import { cli } from '../../words/index.ts';
import type { CaseResult } from '../../verify/cases/model.ts';
import type { Host } from '../io/host.ts';
import type { CommandOutput } from '../io/output.ts';

const words = cli.instructors;

/** Below the mark of a line. */
const INDENT = ' '.repeat(Math.max(...Object.values(words.marks).map((mark) => stringWidth(mark))) + 2);

interface VerifyProgress {
  readonly onLeftOut: (count: number, packages: readonly string[]) => void;
  readonly onResult: (result: CaseResult, at: { readonly done: number; readonly total: number }) => void;
  readonly end: () => void;
  /** Instead of `end`, where not all cases have run. */
  readonly interrupted: () => void;
}

/** A bar on a terminal, otherwise one line per case; a surprise is always reported in full and at once. */
export function createProgress(host: Host, output: CommandOutput, isJson: boolean): VerifyProgress {
  const chat = isJson ? host.stderr : host.stdout;
  const { style, columns } = output;
  const isTty = chat.isTTY === true;
  let last: { readonly done: number; readonly total: number } | undefined;
  const clear = (): void => void (isTty && chat.write('\r\u001b[2K'));
  return {
    onLeftOut(count, packages) {
      chat.write(`${wrap(words.leftOut(count, packages), columns)}\n`);
    },
    onResult({ name, outcome, detail, durationMs }, at) {
      last = at;
      clear();
      if (outcome.status === 'expected') {
        if (!isTty)
          chat.write(
            `${padTo(words.marks.expected, INDENT.length)}${words.caseDone(name, Math.round(durationMs))}\n`,
          );
      } else {
        const mark = padTo(words.marks[outcome.status], INDENT.length);
        const first = outcome.status === 'blocked' ? style.warn(mark) : style.bad(mark);
        chat.write(`${wrap(name, columns, INDENT, first)}\n`);
        chat.write(`${wrap(words.expected(outcome.expected), columns, INDENT)}\n`);
        chat.write(`${wrap(words.found(cleanText(outcome.observed)), columns, INDENT)}\n`);
        for (const line of detail === undefined ? [] : detail.split('\n'))
          chat.write(`${INDENT}${cleanText(line)}\n`);
      }
      if (isTty) chat.write(formatBar(at.done, at.total));
    },
    end: clear,
    interrupted() {
      clear();
      if (last !== undefined) chat.write(`${words.stopped(last.done, last.total)}\n`);
    },
  };
}

/** Cases by step: how many of each kind went as expected. */
export function formatTotals(results: readonly CaseResult[], columns: number): string {
  const kinds = ['starter', 'solution', 'round-trip', 'mistake', 'variant', 'answer'] as const;
  const steps = [...new Set(results.map((result) => result.step))];
  const cell = (step: string, kind: CaseResult['kind']): string => {
    const those = results.filter((result) => result.step === step && result.kind === kind);
    const good = those.filter((result) => result.outcome.status === 'expected').length;
    if (those.length === 0) return '';
    return good === those.length ? String(good) : words.some(good, those.length);
  };
  return formatTable(
    [words.totals.step, ...kinds.map((kind) => words.totals[kind])],
    steps.map((step) => [step, ...kinds.map((kind) => cell(step, kind))]),
    columns,
  );
}

/** Mutants by step: how many failed as they must, how many may pass, and how many pass although they must not. */
export function formatMutantTotals(results: readonly CaseResult[], columns: number): string {
  const steps = [...new Set(results.map((result) => result.step))];
  return formatTable(
    Object.values(words.mutants),
    steps.map((step) => {
      const those = results.filter((result) => result.step === step && result.kind === 'mutant');
      const count = (isOne: (result: CaseResult) => boolean): string => String(those.filter(isOne).length);
      return [
        step,
        String(those.length),
        count(({ outcome, equivalent }) => outcome.status === 'expected' && equivalent === undefined),
        count(({ outcome, equivalent }) => outcome.status === 'expected' && equivalent !== undefined),
        count(({ outcome }) => outcome.status === 'surprise'),
        count(({ outcome }) => outcome.status === 'blocked'),
      ];
    }),
    columns,
  );
}

/** The last line: how many cases went as expected, how many did not, and how many could not be judged. */
export function formatSum(
  results: readonly CaseResult[],
  { durationMs, appStarts }: { readonly durationMs: number; readonly appStarts: number },
): string {
  const count = (status: CaseResult['outcome']['status']): number =>
    results.filter(({ outcome }) => outcome.status === status).length;
  return words.sum({
    expected: count('expected'),
    surprises: count('surprise'),
    blocked: count('blocked'),
    seconds: (durationMs / 1000).toFixed(1),
    appStarts,
  });
}
