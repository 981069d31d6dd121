// What the learner's files say of a metric that the running app does not have. Only ever used to say why a check has
// failed, never for the verdict.
import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join, relative, sep } from 'node:path';
import { readRegularText } from '../../../../files/index.ts';
import type { SourceFiles, SourceLine, SourceReader } from '../../contract/sources.ts';

const MAX_FILES = 60;
const MAX_FILE_BYTES = 200_000;

const removal = /\.removeSingleMetric\s*\(|(?:regist\w*|client|metrics)\.clear\s*\(/i;

/** The file other than the entry that names the metric and that no file imports, as a path below the workspace. */
async function unusedFileWith(files: SourceFiles, metric: string): Promise<string | undefined> {
  const entry = files.entry;
  const texts = new Map<string, string>();
  for (const file of await sourceFiles(files.workspaceDir)) {
    const text = await readRegularText(join(files.workspaceDir, file)).catch(() => '');
    texts.set(file, withoutComments(text));
  }
  const isImported = (file: string): boolean => {
    const name = basename(file, extname(file)).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const mention = new RegExp(`['"\`](?:\\.{1,2}/[^'"\`]*)?\\b${name}(?:\\.[cm]?[jt]s)?['"\`]`);
    return [...texts].some(([other, text]) => other !== file && mention.test(text));
  };
  return [...texts].find(
    ([file, text]) => file !== entry && text.includes(metric) && /\bnew\b/.test(text) && !isImported(file),
  )?.[0];
}

/** The line of the entry file that takes the metric, or all of them, out of a registry. */
async function lineThatRemoves(files: SourceFiles, metric: string): Promise<SourceLine | undefined> {
  const isNamed = (await lineThatNames(files, metric)) !== undefined;
  return isNamed ? findLine(files, (line) => removal.test(line)) : undefined;
}

/** The first line of the entry file that has the name of the metric in quotes. */
function lineThatNames(files: SourceFiles, metric: string): Promise<SourceLine | undefined> {
  return findLine(files, (line) => new RegExp(`['"\`]${metric}['"\`]`).test(line));
}

/** Whether the entry file imports a client. */
async function importsClient(files: SourceFiles): Promise<boolean> {
  const line = await findLine(files, (text) => /['"](?:prom-client|@prometheus-io\/client)['"]/.test(text));
  return line !== undefined;
}

async function findLine(
  files: SourceFiles,
  isIt: (line: string) => boolean,
): Promise<SourceLine | undefined> {
  const entry = files.entry;
  const lines = withoutComments((await files.readFile(entry)) ?? '').split('\n');
  const index = lines.findIndex(isIt);
  const text = lines[index]?.trim();
  return text === undefined ? undefined : { at: `${entry}:${index + 1}`, text };
}

/** The text with the same lines, and nothing in place of its comments and of imports of types, which load nothing. */
function withoutComments(text: string): string {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ''))
    .replaceAll(/^\s*\/\/.*$/gm, '')
    .replaceAll(/^\s*(?:import|export) type\b[^;'"]*['"][^'"]*['"]/gm, (type) =>
      type.replaceAll(/[^\n]/g, ''),
    );
}

/** The programs in the workspace, in its folders too. */
async function sourceFiles(dir: string): Promise<readonly string[]> {
  const found: string[] = [];
  const visit = async (folder: string): Promise<void> => {
    for (const one of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      if (found.length >= MAX_FILES) return;
      const path = join(folder, one.name);
      if (one.isDirectory() && !/^(?:\.|node_modules$)/.test(one.name)) await visit(path);
      const isSource = one.isFile() && /\.[cm]?[jt]s$/.test(one.name);
      if (isSource && (await stat(path)).size <= MAX_FILE_BYTES)
        found.push(relative(dir, path).split(sep).join('/'));
    }
  };
  await visit(dir);
  return found;
}

/** A gauge that is at 0 looks the same raised and lowered or never raised: a glance at the text tells. */
async function isLoweredAtOnce(files: SourceFiles): Promise<boolean> {
  const text = (await files.readFile(files.entry)) ?? '';
  const code = text.slice(0, 200_000).replace(/\/\/.*$/gm, '');
  return [...code.matchAll(/\.dec\(/g)].some(({ index }) => {
    const between = code.slice(code.lastIndexOf('.inc(', index), index);
    // Neither of these waits for the answer: a request that was read is over long before its response.
    const rest = between.replace(/\bawait next\(|\breq(?:uest)?\.(?:on|once)\(/g, '');
    const isLater = /\b(?:function|const|let|var|await)\b|\.(?:on|once|addListener|then)\(|finished\(/.test(
      rest,
    );
    return between.startsWith('.inc(') && between.length < 300 && !isLater;
  });
}

export const sources: SourceReader = {
  unusedFileWith,
  lineThatRemoves,
  lineThatNames,
  importsClient,
  isLoweredAtOnce,
};
