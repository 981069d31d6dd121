// The files that scrape_config_files adds to prometheus.yml: whatever of the workspace its patterns fit.
import { dirname, join, relative } from 'node:path';
import { isSeq, parseDocument } from 'yaml';
import { findFiles } from '../../../../files/pattern.ts';
import type { CheckContext } from '../../contract/context.ts';
import type { ConfigFile } from '../../config/file.ts';

/** The included files with their text, in the order in which Prometheus reads them. Expects a `main` that is YAML. */
export async function readIncluded(
  context: Pick<CheckContext, 'readFile' | 'workspaceDir'>,
  main: ConfigFile,
): Promise<readonly ConfigFile[]> {
  const { workspaceDir } = context;
  const baseDir = join(workspaceDir, dirname(main.file));
  const found = await Promise.all(
    patternsOf(main.text).map((pattern) =>
      findFiles(pattern, baseDir).catch((error: unknown) => {
        // Prometheus itself refuses a malformed pattern.
        if (error instanceof SyntaxError) return [];
        throw error;
      }),
    ),
  );
  const files = [...new Set(found.flat())].map((file) => relative(workspaceDir, file).replaceAll('\\', '/'));
  const texts = await Promise.all(files.map((file) => context.readFile(file)));
  return files.flatMap((file, index) => {
    const text = texts[index];
    return text === undefined ? [] : [{ file, text }];
  });
}

function patternsOf(text: string): readonly string[] {
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false, logLevel: 'silent' });
  const list: unknown = document.get('scrape_config_files');
  return isSeq(list) ? list.items.map((item) => String(item)) : [];
}
