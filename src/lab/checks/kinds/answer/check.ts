// Check kind answer: a question is answered, in any form a person would type, and rightly at this moment.
import type { CheckContext } from '../../contract/context.ts';
import type { CheckRunner } from '../../contract/definition.ts';
import type { AnswerSpec } from './spec.ts';
import type { Blocked, Fail, Verdict } from '../../../model/verdict.ts';
import { parseChoice } from './choice.ts';
import { findTrafficFault } from '../../app/traffic-fault.ts';
import { namesSeries, parseLabels, wordsOf } from './labels.ts';
import { queryTotals, queryWinners, readTotal } from './live-value.ts';
import { bareAnswer, parseNumber } from './number.ts';
import { unreachable } from '../../../../unreachable.ts';
import { checkError } from '../../facts/errors.ts';
import type { AnswerFormat } from '../../facts/blocked.ts';
import { notJudged } from '../../facts/verdicts.ts';
import { failed, passed } from './facts.ts';
import { shortened } from '../../facts/wording.ts';

/** Longer than any answer, shorter than a pasted file. */
const MAX_LENGTH = 500;
/** So much of an answer is shown. */
const MAX_SHOWN = 60;
const MAX_MIXED = 200;

/** Judges the learner's answer. */
export const checkAnswer: CheckRunner<AnswerSpec> = async (spec, context) => {
  const { answer } = context;
  const unready = await findTrafficFault(context);
  if (unready !== undefined) return unready;
  if (answer === undefined || answer.trim() === '') {
    return notJudged('no-answer', { question: spec.question, format: formatOf(spec) });
  }
  if (answer.length > MAX_LENGTH) {
    const shown = shortened(answer, MAX_SHOWN);
    return failed('answer-too-long', { answer: shown, maxLength: MAX_LENGTH, format: formatOf(spec) });
  }
  switch (spec.form) {
    case 'number':
      return judgeNumber(spec, context, answer);
    case 'labels':
      return judgeLabels(spec, context, answer);
    case 'choice':
      return judgeChoice(spec, answer);
    default:
      return unreachable(spec.form);
  }
};

/** The right answer at this moment, as a learner could type it; the verdict where it cannot be told yet. */
export async function findRightAnswer(
  spec: AnswerSpec,
  context: CheckContext,
): Promise<{ readonly answer: string } | { readonly verdict: Fail | Blocked }> {
  const unready = await findTrafficFault(context);
  if (unready !== undefined) return { verdict: unready };
  if (spec.form === 'choice') return { answer: demand(spec.correct, 'correct') };
  if (spec.form === 'labels') {
    const labels = demand(spec.labels, 'labels');
    const found = await queryWinners(context, demand(spec.query, 'query'), labels);
    if ('verdict' in found) return found;
    const [winner] = found.winners;
    return { answer: labels.map((label) => winner?.labels[label] ?? '').join(' ') };
  }
  const found = await findNumber(spec, context);
  return 'verdict' in found ? found : { answer: String(found.now) };
}

const nothingEarlier = (): Promise<readonly number[]> => Promise.resolve([]);

async function findNumber(
  spec: AnswerSpec,
  context: CheckContext,
): Promise<
  | { readonly now: number; readonly earlier: () => Promise<readonly number[]> }
  | { readonly verdict: Fail | Blocked }
> {
  const earlier = nothingEarlier;
  if (spec.value !== undefined) return { now: spec.value, earlier };
  if (spec.query !== undefined) return queryTotals(context, spec.query);
  const read = await readTotal(context, demand(spec.metric, 'metric'), demand(spec.port, 'port'));
  return 'verdict' in read ? read : { now: read.total, earlier };
}

async function judgeNumber(spec: AnswerSpec, context: CheckContext, answer: string): Promise<Verdict> {
  const number = parseNumber(answer);
  if (number === undefined) return failed('answer-not-a-number', { answer: shortened(answer, MAX_SHOWN) });
  const found = await findNumber(spec, context);
  if ('verdict' in found) return found.verdict;
  if (number === found.now || (await found.earlier()).includes(number))
    return passed('answer-right', { answer: String(number) });
  const because = becauseOf(spec, answer, number);
  return failed('number-wrong', { answer: String(number), because, isFixed: spec.value !== undefined });
}

async function judgeLabels(spec: AnswerSpec, context: CheckContext, answer: string): Promise<Verdict> {
  const labels = demand(spec.labels, 'labels');
  const found = await queryWinners(context, demand(spec.query, 'query'), labels);
  if ('verdict' in found) return found.verdict;
  const typed = parseLabels(answer, labels);
  const known = new Set(found.all.flatMap((series) => Object.values(series.labels).flatMap(wordsOf)));
  const isOne = (some: readonly { readonly labels: Readonly<Record<string, string>> }[]): boolean =>
    some.some((series) => namesSeries(typed, labels, series.labels, known));
  const shown = shortened(bareAnswer(answer), MAX_SHOWN);
  if (isOne(found.winners) || isOne(await found.earlier())) return passed('answer-right', { answer: shown });
  const wrong = { answer: shown, because: becauseOf(spec, answer) };
  if (isOne(found.all)) return failed('series-not-highest', wrong);
  if (isOne(mixed(found.all, labels))) return failed('series-mixed-up', wrong);
  return failed('series-not-named', { answer: shown, labels });
}

/** Values of series that are there, put together as they are not: at most so many as a person could confuse. */
function mixed(
  all: readonly { readonly labels: Readonly<Record<string, string>> }[],
  labels: readonly string[],
): readonly { readonly labels: Readonly<Record<string, string>> }[] {
  let some: readonly Readonly<Record<string, string>>[] = [{}];
  for (const label of labels) {
    const values = [...new Set(all.map((series) => series.labels[label] ?? ''))];
    some = some.flatMap((one) => values.map((value) => ({ ...one, [label]: value }))).slice(0, MAX_MIXED);
  }
  return some.map((one) => ({ labels: one }));
}

function judgeChoice(spec: AnswerSpec, answer: string): Verdict {
  const choices = demand(spec.choices, 'choices');
  const choice = parseChoice(answer, choices);
  if (choice === undefined) {
    const ids = choices.map(({ id }) => id);
    return failed('choice-not-offered', { answer: shortened(answer, MAX_SHOWN), choices: ids });
  }
  const { text, because } = choice;
  return choice.id === demand(spec.correct, 'correct')
    ? passed('choice-right', { choice: text, because })
    : failed('choice-wrong', { choice: text, because });
}

/** The course's own sentence about this wrong answer, however it was written. */
function becauseOf(spec: AnswerSpec, answer: string, number?: number): string | undefined {
  const entries = Object.entries(spec.because ?? {});
  const plain = bareAnswer(answer).toLowerCase();
  return entries.find(
    ([key]) => key.toLowerCase() === plain || (number !== undefined && parseNumber(key) === number),
  )?.[1];
}

function formatOf(spec: AnswerSpec): AnswerFormat {
  switch (spec.form) {
    case 'number':
      return { form: 'number' };
    case 'labels':
      return { form: 'labels', labels: spec.labels ?? [] };
    case 'choice':
      return { form: 'choice', choices: (spec.choices ?? []).map(({ id }) => id) };
    default:
      return unreachable(spec.form);
  }
}

function demand<T>(value: T | undefined, field: string): T {
  if (value === undefined) throw checkError('bad-check/field-missing', { field });
  return value;
}
