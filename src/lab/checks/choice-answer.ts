// Reads which of several choices was meant: its id, its text or its number in the list. Pure.
import { bareAnswer } from './number-answer.ts';
import { plainWord } from './similarity.ts';

export interface Choice {
  readonly id: string;
  readonly text: string;
}

/** The choice that was meant; undefined where it is none of them. `gauge`, `A gauge.`, `2`, `2)`, `b`. */
export function parseChoice<C extends Choice>(text: string, choices: readonly C[]): C | undefined {
  const bare = bareAnswer(text);
  const word = plainWord(bare.replace(/^(?:an?|the)\s+/i, ''));
  const named = choices.find(
    ({ id, text: shown }) => word !== '' && [plainWord(id), plainWord(shown)].includes(word),
  );
  if (named !== undefined) return named;
  const position = /^\(?(\d{1,2}|[a-z])[).:]?$/i.exec(bare)?.[1];
  if (position === undefined) return undefined;
  const index = /\d/.test(position) ? Number(position) - 1 : position.toLowerCase().charCodeAt(0) - 97;
  return choices[index];
}
