// Which cases a course has: both directions of every step, its corpus, its answers for several seeds.
import { readRegularText } from '../../../files/index.ts';
import { answerIn, familyOf, readCases, unfinishedPlaces, workspaceFilesOf } from '../../course/index.ts';
import { questionIn } from '../../model/course.ts';
import type { Course, Step } from '../../course/index.ts';
import { verifyError } from '../facts/errors.ts';
import type { VerifyCase } from './model.ts';

/** The course's own counts and two others. */
export const SEEDS = [0, 7, 4242] as const;

interface PlanOptions {
  /** Whether a case with a delay in it represents its family. @default false */
  readonly hasFamilies?: boolean;
}

/** All cases of the steps, in course order. */
export async function planCases(
  course: Course,
  steps: readonly Step[],
  options: PlanOptions = {},
): Promise<readonly VerifyCase[]> {
  const cases = await Promise.all(steps.map((step) => casesOf(course, step, options)));
  return cases.flat();
}

async function casesOf(course: Course, step: Step, options: PlanOptions): Promise<readonly VerifyCase[]> {
  const places = unfinishedPlaces(await readRegularText(step.source)).length;
  const draft: VerifyCase = { kind: 'unfinished', step, places, name: `${step.id}/filled in` };
  return [...(places === 0 ? [] : [draft]), ...(await provableCases(course, step, options))];
}

async function provableCases(
  course: Course,
  step: Step,
  { hasFamilies = false }: PlanOptions,
): Promise<readonly VerifyCase[]> {
  const { cases, faults } = await readCases(course, step);
  const [fault] = faults;
  if (fault !== undefined) throw verifyError('case-broken', { file: fault.file, why: fault.fact });
  const written = cases
    .flatMap((one) => (hasFamilies ? familyOf(one) : [one]))
    .map((one): VerifyCase => {
      const { kind, code = '' } = one;
      const name = `${step.id}/${kind}s/${one.name}`;
      const known = { step, name, texts: workspaceFilesOf(one), answer: answerIn(one) };
      return kind === 'mistake' ? { ...known, kind, code } : { ...known, kind };
    });
  const question = questionIn(step.checks);
  if (question !== undefined) return [...answersTo(question, step), ...written];
  return [
    { kind: 'starter', step, name: `${step.id}/before the step` },
    ...(step.solution === undefined
      ? []
      : ([
          { kind: 'solution', step, name: `${step.id}/solution` },
          { kind: 'round-trip', step, name: `${step.id}/apply, undo, apply` },
        ] as const)),
    ...written,
  ];
}

type Question = NonNullable<ReturnType<typeof questionIn<Step['checks'][number]>>>;

/** The answers that the lab finds by itself, with the seeds that make a difference. */
function answersTo(question: Question, step: Step): readonly VerifyCase[] {
  const seeds = seedsOf(question);
  return seeds.map((seed) => ({ kind: 'answer', step, seed, name: `${step.id}/answer, seed ${seed}` }));
}

function seedsOf(question: Question): readonly number[] {
  // Each seed draws another incident.
  if (question.kind === 'incident') return [...question.incidents.keys()];
  // A fixed answer is the same for every seed.
  return question.metric === undefined && question.query === undefined ? SEEDS.slice(0, 1) : SEEDS;
}
