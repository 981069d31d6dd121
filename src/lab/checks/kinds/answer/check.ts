// Check kind answer: a question is answered, in any form a person would type, and rightly at this moment.
import type { CheckContext, CheckRunner } from '../../../model/check-context.ts';
import { LabError } from '../../../model/errors.ts';
import type { CheckSpecOf } from '../../../model/schema.ts';
import type { Fail, Verdict } from '../../../model/verdict.ts';
import { parseChoice } from './choice.ts';
import { findTrafficFault } from '../../app/traffic-fault.ts';
import { namesSeries, parseLabels, wordsOf } from './labels.ts';
import { queryTotals, queryWinners, readTotal } from './live-value.ts';
import { bareAnswer, parseNumber } from './number.ts';
import { unreachable } from '../../../../unreachable.ts';
import { blocked, fail, pass } from '../../facts/verdicts.ts';
import { listing, shortened } from '../../facts/wording.ts';

type AnswerSpec = CheckSpecOf<'answer'>;

/** Longer than any answer, shorter than a pasted file. */
const MAX_LENGTH = 500;
const MAX_MIXED = 200;

/** Judges the learner's answer. */
export const checkAnswer: CheckRunner<'answer'> = async (spec, context) => {
  const { answer } = context;
  const unready = await findTrafficFault(context);
  if (unready !== undefined) return unready;
  if (answer === undefined || answer.trim() === '') {
    return blocked('no-answer', `The question has no answer yet: ${spec.question}`, howToWrite(spec));
  }
  if (answer.length > MAX_LENGTH) {
    return fail(
      'answer-too-long',
      `The answer has more than ${MAX_LENGTH} characters: that is far too long.`,
      {
        observed: shortened(answer, 60),
        hint: howToWrite(spec),
      },
    );
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
): Promise<{ readonly answer: string } | { readonly verdict: Verdict }> {
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
  { readonly now: number; readonly earlier: () => Promise<readonly number[]> } | { readonly verdict: Verdict }
> {
  const earlier = nothingEarlier;
  if (spec.value !== undefined) return { now: spec.value, earlier };
  if (spec.query !== undefined) return queryTotals(context, spec.query);
  const read = await readTotal(context, demand(spec.metric, 'metric'), demand(spec.port, 'port'));
  return 'verdict' in read ? read : { now: read.total, earlier };
}

async function judgeNumber(spec: AnswerSpec, context: CheckContext, answer: string): Promise<Verdict> {
  const number = parseNumber(answer);
  if (number === undefined) {
    return fail('not-a-number', `${JSON.stringify(shortened(answer, 60))} is not a number.`, {
      observed: shortened(answer, 60),
      hint: howToWrite(spec),
    });
  }
  const found = await findNumber(spec, context);
  if ('verdict' in found) return found.verdict;
  if (number === found.now || (await found.earlier()).includes(number))
    return pass(`${number} is right.`, String(number));
  return wrong(
    String(number),
    becauseOf(spec, answer, number) ??
      (spec.value === undefined
        ? 'Read the value once more: it may have moved on since you looked.'
        : 'Count once more.'),
  );
}

async function judgeLabels(spec: AnswerSpec, context: CheckContext, answer: string): Promise<Verdict> {
  const labels = demand(spec.labels, 'labels');
  const found = await queryWinners(context, demand(spec.query, 'query'), labels);
  if ('verdict' in found) return found.verdict;
  const typed = parseLabels(answer, labels);
  const known = new Set(found.all.flatMap((series) => Object.values(series.labels).flatMap(wordsOf)));
  const isOne = (some: readonly { readonly labels: Readonly<Record<string, string>> }[]): boolean =>
    some.some((series) => namesSeries(typed, labels, series.labels, known));
  const observed = shortened(bareAnswer(answer), 60);
  if (isOne(found.winners) || isOne(await found.earlier())) return pass(`${observed} is right.`, observed);
  if (isOne(found.all)) {
    return wrong(
      observed,
      becauseOf(spec, answer) ?? 'Other series have higher values: look at all of them.',
    );
  }
  if (isOne(mixed(found.all, labels))) {
    return wrong(
      observed,
      becauseOf(spec, answer) ?? 'There is no such series: take both values from the same line.',
    );
  }
  return fail('not-labels', `${JSON.stringify(observed)} does not name ${listing(labels)} of one series.`, {
    expected: `a value of ${listing(labels)}`,
    observed,
    hint: howToWrite(spec),
  });
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
  const observed = shortened(answer, 60);
  if (choice === undefined) {
    return fail('not-a-choice', `${JSON.stringify(observed)} is none of the choices.`, {
      expected: listing(choices.map(({ id }) => id)),
      observed,
      hint: howToWrite(spec),
    });
  }
  if (choice.id === demand(spec.correct, 'correct')) return pass(choice.because, choice.text);
  return wrong(choice.text, choice.because);
}

function wrong(observed: string, hint: string): Fail {
  return fail('wrong-answer', `${observed} is not right.`, { observed, hint });
}

/** The course's own sentence about this wrong answer, however it was written. */
function becauseOf(spec: AnswerSpec, answer: string, number?: number): string | undefined {
  const entries = Object.entries(spec.because ?? {});
  const plain = bareAnswer(answer).toLowerCase();
  return entries.find(
    ([key]) => key.toLowerCase() === plain || (number !== undefined && parseNumber(key) === number),
  )?.[1];
}

function howToWrite(spec: AnswerSpec): string {
  switch (spec.form) {
    case 'number':
      return 'Answer with a number, like 42.';
    case 'labels':
      return `Answer with the values of ${listing(spec.labels ?? [])}, with a space in between.`;
    case 'choice':
      return `Answer with one of ${listing((spec.choices ?? []).map(({ id }) => id))}, or with its number in the list.`;
    default:
      return unreachable(spec.form);
  }
}

function demand<T>(value: T | undefined, field: string): T {
  if (value !== undefined) return value;
  throw new LabError('bad-check', `The question lacks its field ${field}.`, {
    hint: 'Add the field to the check of form answer in the step.',
  });
}
