// Which paths a program might answer, read from its text. Only ever used to know where to knock once a check has
// failed, so that the message can say why: never for the verdict.
import type { CheckContext } from '../contract/context.ts';

const MAX_PATHS = 12;

/** Quoted paths in the entry file (`'/products'`), first ones first. Without parameters: those need values. */
export async function pathsInSource(context: CheckContext): Promise<string[]> {
  const text = await context.readFile(context.entry);
  const paths = (text ?? '').slice(0, 200_000).matchAll(/['"`](\/[\w\-./]*)['"`]/g);
  const found = [...paths].map(([, path]) => path ?? '/');
  return [...new Set(found)]
    .filter((path) => !/\.\w+$/.test(path) && !path.includes('//'))
    .slice(0, MAX_PATHS);
}
