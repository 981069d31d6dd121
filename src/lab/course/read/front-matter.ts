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
      readonly code: 'front-matter-missing' | 'front-matter-open';
      readonly message: string;
    };

const FENCE = /^---[ \t]*$/gm;

/** The front matter between two lines `---`, of which the first is the first line of the file. */
export function splitFrontMatter(text: string): FrontMatter {
  const [first, second] = [...text.matchAll(FENCE)];
  if (first?.index !== 0) {
    const message = 'The file must begin with a line `---`, then the front matter, then another line `---`.';
    return { status: 'fault', code: 'front-matter-missing', message };
  }
  if (second === undefined) {
    return {
      status: 'fault',
      code: 'front-matter-open',
      message: 'The front matter is not ended by a line `---`.',
    };
  }
  const start = Math.min(first[0].length + 1, text.length);
  const body = text.slice(second.index + second[0].length).replace(/^\n+/, '');
  return { status: 'ok', range: [start, second.index], bodyStart: text.length - body.length, body };
}
