// What the learner's files say of a metric that the running app does not have. Only ever used to say why a check has
// failed, never for the verdict.
import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join, relative, sep } from 'node:path';
import { readRegularText } from '../../../../files/index.ts';
import type { CheckContext } from '../../../model/check-context.ts';

const MAX_FILES = 60;
const MAX_FILE_BYTES = 200_000;

const removal = /\.removeSingleMetric\s*\(|(?:regist\w*|client|metrics)\.clear\s*\(/i;

/** A line of a learner's file. */
export interface SourceLine {
  /** `main.ts:12` */
  readonly at: string;
  readonly text: string;
}

/** The file other than the entry that names the metric and that no file imports, as a path below the workspace. */
export async function unusedFileWith(context: CheckContext, metric: string): Promise<string | undefined> {
  const entry = context.entry ?? 'main.ts';
  const files = new Map<string, string>();
  for (const file of await sourceFiles(context.workspaceDir)) {
    const text = await readRegularText(join(context.workspaceDir, file)).catch(() => '');
    files.set(file, withoutComments(text));
  }
  const isImported = (file: string): boolean => {
    const name = basename(file, extname(file)).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const mention = new RegExp(`['"\`](?:\\.{1,2}/[^'"\`]*)?\\b${name}(?:\\.[cm]?[jt]s)?['"\`]`);
    return [...files].some(([other, text]) => other !== file && mention.test(text));
  };
  return [...files].find(
    ([file, text]) => file !== entry && text.includes(metric) && /\bnew\b/.test(text) && !isImported(file),
  )?.[0];
}

/** The line of the entry file that takes the metric, or all of them, out of a registry. */
export async function lineThatRemoves(
  context: CheckContext,
  metric: string,
): Promise<SourceLine | undefined> {
  const isNamed = (await lineThatNames(context, metric)) !== undefined;
  return isNamed ? findLine(context, (line) => removal.test(line)) : undefined;
}

/** The first line of the entry file that has the name of the metric in quotes. */
export function lineThatNames(context: CheckContext, metric: string): Promise<SourceLine | undefined> {
  return findLine(context, (line) => new RegExp(`['"\`]${metric}['"\`]`).test(line));
}

/** Whether the entry file imports a client. */
export async function importsClient(context: CheckContext): Promise<boolean> {
  const line = await findLine(context, (text) => /['"](?:prom-client|@prometheus-io\/client)['"]/.test(text));
  return line !== undefined;
}

async function findLine(
  context: CheckContext,
  isIt: (line: string) => boolean,
): Promise<SourceLine | undefined> {
  const entry = context.entry ?? 'main.ts';
  const lines = withoutComments((await context.readFile(entry)) ?? '').split('\n');
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
