// Follows the files of a folder with chokidar and hands each touch on.
import { join, relative } from 'node:path';
import type { watch as watchType } from 'chokidar';
import type { SaveBursts } from './save-bursts.ts';
import type { WatchOptions } from '../contract/options.ts';
import { PACKAGE_FOLDERS } from '../../runtimes/contract/package-folders.ts';

/** What a learner writes besides the program: configurations, rules and queries. */
const TEXTS = /\.(?:ya?ml|promql)$/;

interface Following {
  readonly watch: typeof watchType;
  readonly options: WatchOptions;
  readonly bursts: SaveBursts;
  readonly checkFolder: () => Promise<void>;
  readonly onReady: () => void;
  readonly onError: (error: unknown) => void;
}

/** Follows until the returned function is called. */
export function followFiles({
  watch,
  options,
  bursts,
  checkFolder,
  onReady,
  onError,
}: Following): () => Promise<void> {
  const watcher = watch(options.dir, {
    // Replaced files are told with all others of their burst; waiting for them one by one costs 100 ms.
    atomic: false,
    ignored: (path, stats) => !isInteresting(options, path, stats?.isFile() === true),
  });
  const known: Promise<void>[] = [];
  let isReady = false;
  const touch = (path: string): void => {
    if (isReady && isInteresting(options, path, true)) bursts.touch(path);
  };

  watcher.on('all', (event, path) => {
    if (!isReady && event === 'add') known.push(bursts.know(path));
    else if (event === 'unlinkDir') void checkFolder();
    else touch(path);
  });
  // Changes of one file that follow within 50 ms are told only here.
  watcher.on('raw', (_event, name: string | null, details) => {
    const watched = watchedPathOf(details);
    touch(watched);
    if (name !== null) touch(join(watched, name));
  });
  watcher.on('error', onError);
  watcher.once('ready', () => {
    isReady = true;
    void Promise.all(known).then(onReady);
  });
  return () => watcher.close();
}

function isInteresting({ dir, files, isSource }: WatchOptions, path: string, isFile: boolean): boolean {
  const inside = relative(dir, path).replaceAll('\\', '/');
  if (inside.split('/').some((part) => PACKAGE_FOLDERS.has(part) || part.startsWith('.'))) return false;
  if (!isFile) return true;
  return files === undefined ? isSource(inside) || TEXTS.test(inside) : files.includes(inside);
}

function watchedPathOf(details: unknown): string {
  const isNamed = typeof details === 'object' && details !== null && 'watchedPath' in details;
  return isNamed ? String(details.watchedPath) : '';
}
