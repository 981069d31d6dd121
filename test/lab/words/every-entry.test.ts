// Every entry of the language, with sample parameters made from its types: what no reader should meet.
import { describe, expect, test } from 'vitest';
import { everyEntry } from '../../words/samples.ts';
import { textsOf } from '../../words/texts.ts';

const all = everyEntry().flatMap(({ area, kind, rendered }) =>
  rendered.flatMap((one) => textsOf(one).map((text) => ({ area, kind, ...text }))),
);

/** Areas of facts: each entry is a sentence, or has one as its message. */
const FACTS = ['passes', 'fails', 'blocked', 'errors', 'notes', 'diagnostics', 'waits'];
const ofFacts = all.filter(({ area }) => FACTS.includes(area));
const messages = ofFacts.filter(({ field }) => field === 'message' || field === 'text');
const hints = ofFacts.filter(({ field }) => field === 'hint');

/** What says the sentence of another program, or that of another fact after its own. */
const TWO_SENTENCES = new Set(['isolation-unavailable']);

/** Code, parameters, addresses and quotations: no words of the language. */
const CODE = /`[^`]*`|\{[^}]*\}|https?:\S+|"[^"]*"/g;
const countSentences = (text: string): number =>
  text.replaceAll(CODE, 'Code').split(/(?<=[.?!])\s+(?=[A-Z])/).length;

/** The right words are in brackets. */
const ODD_WORDS: readonly (readonly [RegExp, better: string])[] = [
  [/\banew\b/i, 'again'],
  [/\bmend(s|ed|ing)?\b/i, 'fix'],
  [/\bway out\b/i, 'what to do'],
  [/\bof (its|their) own\b/i, 'separate'],
  [/\b(some|no|any)body\b|\bwhoever\b/i, 'the one who'],
  [/\bstands?\b/i, 'is'],
  [/\bgo(es)? on\b/i, 'continue'],
  [/\bfaults?\b/i, 'error'],
  [/\bended\b/i, 'exited'],
  [/\bcolours?\b|\bfull stop\b/i, 'American spelling'],
  [/, and not\b/i, 'but not'],
  [/\bfor ever\b/i, 'forever'],
];

const list = (texts: readonly (typeof all)[number][]): readonly string[] => [
  ...new Set(texts.map(({ area, kind, field, text }) => `${area} ${kind} ${field}: ${text}`)),
];

test('there are entries of each area', () => {
  expect([...new Set(ofFacts.map(({ area }) => area))].toSorted()).toEqual(FACTS.toSorted());
  expect(ofFacts.length).toBeGreaterThan(1000);
});

describe('no text of any entry', () => {
  test('shows what only a program understands', () => {
    expect(list(all.filter(({ text }) => /\bundefined\b|\bnull\b|\bNaN\b|\[object|\$\{/.test(text)))).toEqual(
      [],
    );
  });

  test('is empty where there should be a sentence', () => {
    expect(list([...messages, ...hints].filter(({ text }) => text.trim() === ''))).toEqual([]);
  });

  test('has a space too many in a sentence', () => {
    expect(list([...messages, ...hints].filter(({ text }) => /\S {2,}\S| $/m.test(text)))).toEqual([]);
  });

  test.each(ODD_WORDS)('says %s where it can say %j', (odd) => {
    expect(list(all.filter(({ text }) => odd.test(text.replaceAll(CODE, ''))))).toEqual([]);
  });
});

describe('a message', () => {
  test('ends as a sentence does, or with the words of another program', () => {
    expect(list(messages.filter(({ text }) => !/[.?…]$|\}$/.test(text)))).toEqual([]);
  });

  test('is one sentence, but for notes', () => {
    const own = messages.filter(({ area, kind }) => area !== 'notes' && !TWO_SENTENCES.has(kind));
    expect(list(own.filter(({ text }) => countSentences(text) > 1))).toEqual([]);
  });
});

describe('a hint', () => {
  test('has at most two sentences', () => {
    expect(list(hints.filter(({ text }) => countSentences(text) > 2))).toEqual([]);
  });

  test('ends as a sentence does, or with what to type after a colon', () => {
    expect(list(hints.filter(({ text }) => !/[.?]$|: \S[^.]*$|^\{because\}$/.test(text)))).toEqual([]);
  });
});
