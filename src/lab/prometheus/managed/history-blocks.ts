// Samples of the past for a real Prometheus: promtool writes them as blocks, which Prometheus reads when it starts.
import { constants } from 'node:fs';
import { access, mkdtemp, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { formatOpenMetrics } from '../../../prometheus/index.ts';
import { runBound } from '../../children/run-bound.ts';
import type { DescribedSeries } from '../running/history.ts';

/** The name of a block. */
const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** Where the promtool of a Prometheus is: beside it. */
export function promtoolOf(prometheus: string, platform: NodeJS.Platform): string {
  return join(dirname(prometheus), platform === 'win32' ? 'promtool.exe' : 'promtool');
}

export async function isRunnable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

export interface WriteBlocksOptions {
  readonly promtool: string;
  readonly dataDir: string;
  readonly series: DescribedSeries;
  readonly platform: NodeJS.Platform;
  readonly signal: AbortSignal;
}

/** Puts blocks of the samples into a data folder, whole or not at all. `said`: what promtool says where it fails. */
export async function writeBlocks(
  options: WriteBlocksOptions,
): Promise<{ readonly status: 'written' } | { readonly status: 'failed'; readonly said: string }> {
  const { promtool, dataDir, series, platform, signal } = options;
  // In the same folder, so that a block arrives by a rename. Prometheus takes only folders named like a block.
  const draft = await mkdtemp(join(dataDir, 'history-'));
  try {
    const page = join(draft, 'page.txt');
    await writePage(page, series);
    const out = join(draft, 'blocks');
    const args = ['tsdb', 'create-blocks-from', 'openmetrics', page, out];
    const { code, stdout, stderr } = await runBound({ file: promtool, args, cwd: draft, platform, signal });
    if (code !== 0) return { status: 'failed', said: `${stderr}${stdout}`.trim() };
    const blocks = (await readdir(out)).filter((name) => ULID.test(name));
    for (const block of blocks) await keepWriteAheadLog(join(out, block, 'meta.json'));
    for (const block of blocks) await rename(join(out, block), join(dataDir, block));
    return { status: 'written' };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function writePage(path: string, series: DescribedSeries): Promise<void> {
  const file = await open(path, 'wx');
  try {
    for (const piece of await formatOpenMetrics(series)) await file.appendFile(piece);
  } finally {
    await file.close();
  }
}

/**
 * Marks a block as made of samples that came late. At its start, Prometheus drops what its write-ahead log has of the time
 * of other blocks, because it takes it for a copy (tsdb/db.go, inOrderBlocksMaxTime): the samples scraped so far.
 */
async function keepWriteAheadLog(metaFile: string): Promise<void> {
  const meta = JSON.parse(await readFile(metaFile, 'utf8')) as { readonly compaction?: object };
  const compaction = { ...meta.compaction, hints: ['from-out-of-order'] };
  await writeFile(metaFile, JSON.stringify({ ...meta, compaction }, undefined, '\t'));
}
