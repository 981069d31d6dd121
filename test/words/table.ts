// The whole table of a language, with what a language gives only when it is asked.
import { en } from '../../src/lab/words/en/index.ts';

const errors: Readonly<Record<string, unknown>> = en.errors;

const say = ({ kind }: { readonly kind: string }) => {
  const entry = errors[kind];
  return typeof entry === 'function' ? (entry({}) as { readonly message: string }) : { message: kind };
};

/** Area -> entries, nested as the language nests them. */
export const table = { ...en, notes: en.notes(say) };
