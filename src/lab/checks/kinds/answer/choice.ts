// Reads which of several choices was meant: its id, its text or its number in the list. Pure.
import { bareAnswer } from './number.ts';
import { closestWord, plainWord } from '../../facts/similarity.ts';

export interface Choice {
  readonly id: string;
  readonly text: string;
}

/** The beginning of a sentence that answers. */
const LEAD = /^(?:(?:i think|i guess|it is|it's|that is|the answer is|answer:?|is|an?|the)\s+)*/i;
const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];
const numbers = ['one', 'two', 'three', 'four', 'five', 'six'];
const denials = new Set('not no neither never t isnt cannot cant dont anything except'.split(' '));
/** Shorter words are too like each other for a slip to be told. */
const SHORTEST_SLIP = 4;

/**
 * The choice that was meant; undefined where it is none of them, or more than one. `gauge`, `A gauge.`, `2`, `2)`,
 * `b`, `the second`, `guage`, `2) Gauge`, `a gauge, because it goes down`.
 */
export function parseChoice<C extends Choice>(text: string, choices: readonly C[]): C | undefined {
  const bare = bareAnswer(text);
  const whole = named(bare, choices);
  if (whole !== undefined || namesSeveral(bare, choices)) return whole;
  // What is said first counts; the reason behind it may name other choices.
  const [head = ''] = bare.split(/[,;–—]|\s[-(]|:\s|\b(?:because|since|as|for)\b/i);
  const name = head.replace(/^\(?(?:\d{1,2}|[a-z])[).:]\s+/i, '');
  return (
    named(name, choices) ??
    atPosition(head.trim(), choices) ??
    mentioned(bare, choices) ??
    slipped(bare, choices)
  );
}

/** Whether another choice stands behind a comma or the like with nothing said of it: `gauge, or counter`, `2, 3`. */
function namesSeveral(text: string, choices: readonly Choice[]): boolean {
  const parts = text.split(/[,;:–—/()]|\s-|\b(?:or|and|maybe|perhaps)\b/i).map((part) => part.trim());
  const those = parts.map((part) => named(part, choices) ?? atPosition(part, choices));
  return new Set(those.filter((choice) => choice !== undefined)).size > 1;
}

function named<C extends Choice>(text: string, choices: readonly C[]): C | undefined {
  const word = plainWord(text.trim().replace(LEAD, ''));
  return choices.find(
    ({ id, text: shown }) => word !== '' && [plainWord(id), plainWord(shown)].includes(word),
  );
}

function atPosition<C extends Choice>(text: string, choices: readonly C[]): C | undefined {
  const position =
    /^(?:(?:number|no\.?|option|choice|answer|the)\s+|#)?\(?(\d{1,2}|[a-z]+)[).:]?(?:\s+one)?$/i
      .exec(text)?.[1]
      ?.toLowerCase();
  if (position === undefined) return undefined;
  if (/\d/.test(position)) return choices[Number(position) - 1];
  if (position.length === 1) return choices[position.charCodeAt(0) - 97];
  const isIt = (word: string): boolean => word === position;
  return choices[Math.max(ordinals.findIndex(isIt), numbers.findIndex(isIt))];
}

/** The only one whose name is a word of the sentence; none where something is denied. */
function mentioned<C extends Choice>(text: string, choices: readonly C[]): C | undefined {
  const words: readonly string[] = text.toLowerCase().match(/[a-z0-9-]+/g) ?? [];
  if (words.some((word) => denials.has(word))) return undefined;
  const those = choices.filter(({ id }) => words.includes(id) || words.includes(`${id}s`));
  return those.length === 1 ? those[0] : undefined;
}

/** A single word that is nearly one of the names. */
function slipped<C extends Choice>(text: string, choices: readonly C[]): C | undefined {
  if (!/^\S+$/.test(text) || text.length < SHORTEST_SLIP) return undefined;
  const close = closestWord(
    text,
    choices.map(({ id }) => id),
  );
  return choices.find(({ id }) => id === close);
}
