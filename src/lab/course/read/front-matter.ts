// Splits step.md into its front matter and its Markdown.

export type FrontMatter =
  | {
      readonly status: 'ok';
      /** Where the YAML begins and ends in the text. */
      readonly range: readonly [start: number, end: number];
      /** Where the Markdown begins: its first line that is not empty. */
      readonly bodyStart: number;
      readonly body: string;
    }
  | {
      readonly status: 'fault';
      readonly fact: { readonly kind: 'front-matter-missing' | 'front-matter-open' };
    };

const FENCE = /^---[ \t]*$/gm;

/** The front matter between two lines `---`, of which the first is the first line of the file. */
export function splitFrontMatter(text: string): FrontMatter {
  const [first, second] = [...text.matchAll(FENCE)];
  if (first?.index !== 0) return { status: 'fault', fact: { kind: 'front-matter-missing' } };
  if (second === undefined) return { status: 'fault', fact: { kind: 'front-matter-open' } };
  const start = Math.min(first[0].length + 1, text.length);
  const body = text.slice(second.index + second[0].length).replace(/^\n+/, '');
  return { status: 'ok', range: [start, second.index], bodyStart: text.length - body.length, body };
}
