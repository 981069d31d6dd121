// Reads an endpoint as people type it: `POST /cart`, `/cart, post`, `{path="/cart",method="POST"}`. Pure.
import { parseLabels, wordsOf } from '../answer/labels.ts';

interface Endpoint {
  readonly method: string;
  readonly path: string;
}

const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options']);

/** Says of an endpoint whether it is the one that was typed; undefined where none was. */
export function namesEndpoint(text: string): ((endpoint: Endpoint) => boolean) | undefined {
  const { named, loose } = parseLabels(text, ['path', 'method']);
  const words = [...loose, ...Object.values(named).flat()];
  const methods = new Set(words.filter((word) => METHODS.has(word)));
  if (methods.size !== 1 || words.includes('not')) return undefined;
  const typed = new Set(words);
  return ({ method, path }) =>
    methods.has(method.toLowerCase()) && wordsOf(path).every((word) => typed.has(word));
}
