// What one expansion may cost. Go has no such limits; a template that reaches one ends with an error.
import { CallError, type Budget } from '../values/signature.ts';

export const MAX_STEPS = 1_000_000;
/** Of the text that comes out, in UTF-16 code units, as of the labels of one series. */
export const MAX_OUTPUT = 2 ** 20;
/** Of all texts that its functions make together. */
const MAX_TEXT = 2 ** 22;
/** Templates within templates. Go allows 100,000. */
export const MAX_DEPTH = 100;

/** Counts what one expansion costs. */
export class Limits implements Budget {
  #steps = 0;
  #text = 0;

  step(): void {
    this.#steps += 1;
    if (this.#steps > MAX_STEPS) throw new CallError(`the template takes more than ${MAX_STEPS} steps`);
  }

  text(length: number): void {
    this.#text += length;
    if (this.#text > MAX_TEXT) throw new CallError('the template makes more than 4 MiB of text');
  }
}
