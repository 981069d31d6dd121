// What `verify` expects of a case, and what it finds.
import { counted } from '../grammar/phrases.ts';

export const verify = {
  finished: 'a step that is finished',
  unfinished: (places: number) => `${counted(places, 'place')} marked TODO in step.md`,
  equivalent: 'a mutant like this entry',
  noEquivalent: 'none',
  sameFiles: 'the same files',
  notRestored: (file: string) => `${file} is not as before after the undo`,
  differsAgain: (file: string) => `${file} differs when the solution is applied again`,
  changesNothing: 'applying the solution changes nothing',
  inEachRun: (expected: string, runs: number) => `${expected}, in each of ${runs} runs`,
  times: (count: number, verdict: string) => `${count} times ${verdict}`,
};
