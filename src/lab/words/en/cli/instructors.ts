// What the commands for instructors print.
import { counted, listed, plural } from '../grammar/phrases.ts';

export const instructors = {
  leftOut: (count: number, packages: readonly string[]) =>
    `${counted(count, 'case')} ${plural(count, 'is', 'are')} left out: the lab has no copy of ${listed(packages)}.`,
  marks: { expected: 'ok', surprise: 'surprise', blocked: 'blocked' },
  caseDone: (name: string, ms: number) => `${name} (${ms} ms)`,
  expected: (expected: string) => `expected ${expected}`,
  found: (observed: string) => `found ${observed}`,
  stopped: (done: number, total: number) => `Stopped after ${done} of ${total} cases.`,
  totals: {
    step: 'step',
    starter: 'starter',
    solution: 'solution',
    'round-trip': 'round-trip',
    mistake: 'mistake',
    variant: 'variant',
    answer: 'answer',
  },
  mutants: {
    step: 'step',
    mutants: 'mutants',
    caught: 'caught',
    equivalent: 'equivalent',
    survivors: 'survivors',
    blocked: 'blocked',
  },
  some: (good: number, all: number) => `${good} of ${all}`,
  sum: (of: {
    readonly expected: number;
    readonly surprises: number;
    readonly blocked: number;
    readonly seconds: string;
    readonly appStarts: number;
  }) =>
    `${of.expected} as expected, ${of.surprises} not${of.blocked === 0 ? '' : `, ${of.blocked} not judged`}, in ${of.seconds} s with ${counted(of.appStarts, 'app start')}.`,
  noSandbox: (why: string) => `The submissions run without a sandbox, with your rights. ${why}`,
  regrading: (dir: string) => `Running the checks again: ${dir}`,
  resuming: (count: number, total: number) =>
    `Continuing the interrupted report: ${count} of ${total} results are there.`,
  interrupted: 'The results so far are saved. The same command continues from here.',
  page: (file: string) => `The page is ${file}.`,
  otherCourse: (course: string) => `it belongs to the course "${course}".`,
};
