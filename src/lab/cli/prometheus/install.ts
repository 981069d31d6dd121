// `prometheus install`: a real Prometheus into the lab's cache, with a progress bar.
import { labCacheDir } from '../../prometheus/index.ts';
import { installPrometheus } from '../../prometheus/install/run.ts';
import type { InstallProgress } from '../../prometheus/install/options.ts';
import { cli, wordsOfError } from '../../words/index.ts';
import { wrap } from '../../ui/render/layout.ts';
import type { Host } from '../io/host.ts';
import { createOutput } from '../io/output.ts';

export interface InstallFlags {
  readonly mirror?: string;
  readonly release?: string;
  readonly debian?: boolean;
}

const MEGABYTE = 1_000_000;
const BAR_CELLS = 24;
/** A line is printed for each tenth of a download if there is no terminal to redraw it on. */
const PLAIN_STEPS = 10;

const words = cli.prometheus;

const megabytes = (bytes: number): string => (bytes / MEGABYTE).toFixed(1);

const amount = (bytes: number, totalBytes: number | undefined): string =>
  words.megabytes(megabytes(bytes), totalBytes === undefined ? undefined : megabytes(totalBytes));

/** Runs the command. */
export async function prometheusInstall(host: Host, flags: InstallFlags): Promise<number> {
  const output = createOutput(host, false);
  const isTty = host.stdout.isTTY === true;
  let lastStep = -1;
  let hasBar = false;
  const endBar = (): void => {
    if (hasBar) host.stdout.write('\n');
    hasBar = false;
  };
  const onProgress = (progress: InstallProgress): void => {
    if (progress.phase !== 'downloading') {
      endBar();
      output.say(output.style.dim(describePhase(progress)));
      return;
    }
    const { bytes, totalBytes } = progress;
    const share = totalBytes === undefined || totalBytes === 0 ? undefined : bytes / totalBytes;
    if (isTty) {
      const cells = Math.round((share ?? 0) * BAR_CELLS);
      const bar = share === undefined ? '' : `[${'#'.repeat(cells)}${'-'.repeat(BAR_CELLS - cells)}] `;
      host.stdout.write(`\r\u001b[2K  ${bar}${amount(bytes, totalBytes)}`);
      hasBar = true;
      return;
    }
    // Without a size to compare with: a line each ten megabytes.
    const step = Math.floor(share === undefined ? bytes / (10 * MEGABYTE) : share * PLAIN_STEPS);
    if (step === lastStep || bytes === 0) return;
    lastStep = step;
    output.say(`  ${amount(bytes, totalBytes)}`);
  };
  try {
    const { status, installed } = await installPrometheus({
      env: host.env,
      platform: host.platform,
      arch: host.arch,
      cacheDir: labCacheDir(host),
      ...(flags.mirror === undefined ? {} : { mirror: flags.mirror }),
      ...(flags.release === undefined ? {} : { version: flags.release }),
      ...(flags.debian === true ? { source: 'debian' as const } : {}),
      onProgress,
      signal: host.signal,
    });
    endBar();
    const said = status === 'installed' ? words.installed : words.alreadyInstalled;
    output.say(wrap(said(installed.version, installed.path), output.columns));
    return 0;
  } finally {
    endBar();
  }
}

function describePhase(progress: Exclude<InstallProgress, { phase: 'downloading' }>): string {
  switch (progress.phase) {
    case 'waiting':
      return words.waiting(progress.pid);
    case 'checksums':
      return words.checksums(progress.url);
    case 'unpacking':
      return words.unpacking;
    case 'falling-back':
      return words.fallingBack(wordsOfError(progress.error).message);
    case 'trying':
      return words.trying;
    default:
      return progress satisfies never;
  }
}
