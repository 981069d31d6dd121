// What the commands for authors print and ask.
import { counted } from '../grammar/phrases.ts';

export const authors = {
  askTitle: 'The title, as the learner reads it',
  askId: 'The id',
  /** Enter takes the proposed one. */
  askIdOr: (proposed: string) => `The id (Enter: ${proposed})`,
  askKind: 'What the learner does',
  askAfter: 'It comes after',
  stepKinds: {
    edit: 'the learner changes a program or a configuration',
    query: 'the learner writes a query in PromQL',
    command: 'the learner runs a command, for example to install a package',
    read: 'the learner reads something and answers a question about it',
    answer: 'the learner finds a number after traffic was sent',
    choice: 'the learner chooses one of several answers',
  },
  stepKind: (kind: string, meaning: string) => `${kind}: ${meaning}`,
  place: (number: number, id: string, isLast: boolean) =>
    `${number}. ${id}${isLast ? ' (the last one)' : ''}`,
  required: 'This is required.',
  answered: (question: string, answer: string) => `${question}: ${answer}`,
  written: (file: string) => `Written: ${file}`,
  writtenPatch: (file: string, lines: number) =>
    `Written: ${file} (the difference to the solution, ${counted(lines, 'line')})`,
  added: (file: string, after: string) => `Added to: ${file}, after ${after}`,
  next: (lines: readonly string[]) => `Next:\n${lines.map((line) => `  - ${line}`).join('\n')}`,
  fillIn: (file: string) => `Fill in what is marked TODO in ${file}.`,
  build: 'Build it: npm run build',
  seeErrors: (command: string) => `See what is wrong with it: ${command}`,
  prove: (command: string) => `Prove it: ${command}`,
  proveLater: (command: string) => `Prove it (this fails until it is filled in): ${command}`,
  courseReady: (dir: string) => `A course is ready in ${dir}: one program, one step.`,
  /** What to do with a new course, in aligned columns. */
  courseSteps: (course: string) => [
    `Walk through it:  ecom-lab start --course ${course} --dir try-it`,
    `Add a step:       ecom-lab new-step --course ${course}`,
    `Check it:         ecom-lab lint ${course}`,
    `Prove it:         ecom-lab verify --course ${course}`,
  ],
  defaultTitle: 'My own course',
  severities: { error: 'error', warning: 'warning' },
  noErrors: (where: string) => `${where}: nothing to fix.`,
  errorCount: (where: string, errors: number, warnings: number) =>
    `${where}: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}.`,
  builtLast: 'This is what was built last. After a change: npm run build',
};
