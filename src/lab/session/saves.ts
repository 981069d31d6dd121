// What happens on save: the app starts again and the current step is checked.
import { prepareOnce, watchFiles, type Watch, type WatchEnd } from '../app-process/index.ts';
import type { Step } from '../course/index.ts';
import { queryFileOf } from '../model/course.ts';
import type { Fact } from '../model/verdict.ts';
import { check, getReady } from './calls/check.ts';
import { sessionError } from './contract/errors.ts';
import { noteOf } from './contract/events.ts';
import { note } from './contract/notes.ts';
import type { StartWish } from './live/app.ts';
import { findStep, type Needs, type SessionDeps } from './work/deps.ts';
import type { Queue } from './work/queue.ts';

/** Follows the learner's saves until the signal aborts; resolves when no later save can be missed. */
export async function followSaves(deps: SessionDeps, queue: Queue, signal: AbortSignal): Promise<void> {
  const onChange = createSaveHandler(deps, queue, signal);
  const watch = watchFiles({
    dir: deps.workspace.dir,
    isSource: (file) => deps.place.runtime.isSource(file),
    signal,
    onChange,
  });
  void reportWatchEnd(watch, deps);
  await watch.ready;
}

/** Restarts the app and checks the current step again; a later save calls off the check of an earlier one. */
function createSaveHandler(
  deps: SessionDeps,
  queue: Queue,
  ended: AbortSignal,
): (files: readonly string[]) => void {
  const { emit, live, course, workspace } = deps;
  const { runtime } = deps.place;
  let latest: AbortController | undefined;
  /** Whether the live app was stopped for a save, and has not been started since. */
  let isDown = false;

  async function onSaved(files: readonly string[], signal: AbortSignal): Promise<void> {
    const step = findStep(deps, undefined);
    const isNew = files.some((file) => runtime.isSource(file));
    isDown ||= isNew;
    if (!isAbout(step, files)) {
      if (!isDown) return;
      await live.restart(signal);
      isDown = false;
      // A new run of the app has seen none of the visitors that the step asks about.
      await getReady(deps, step, signal);
      return;
    }
    // The old code ends at once. The new app starts after the verdict, or when the check asks for it: the check has a run
    // for itself, and two starts at once would take each other's time.
    const stopping = isNew ? live.stop() : undefined;
    // What is checked is what then runs, and a program that cannot be read is reported once.
    const prepared = prepareOnce(runtime, { workspaceDir: workspace.dir, entry: course.app.entry, signal });
    let isReported = false;
    try {
      const checking = check(deps, { step, trigger: 'save', prepared, signal });
      const [{ checks }] = await Promise.all([checking, stopping]);
      isReported = checks.some(({ kind, status }) => kind === 'app-starts' && status === 'fail');
    } finally {
      // Where a later save has called this check off, the app starts after that one's.
      if (isDown && !signal.aborted) {
        isDown = false;
        startAgain(signal, { prepared, isReported });
      }
    }
  }

  /** It is not waited for: what the learner asks for next has its turn at once, also where the app is slow to start. */
  function startAgain(signal: AbortSignal, wish: StartWish): void {
    live.start(signal, wish).catch((error: unknown) => {
      if (!signal.aborted) emit(noteOf(error));
    });
  }

  async function onChanged(changed: readonly string[]): Promise<void> {
    // What the session itself has written is no save of the learner's: the call that wrote it does the rest.
    const files = await deps.ownWrites.othersOf(changed);
    if (files.length === 0 || ended.aborted) return;
    emit({ kind: 'file-saved', files });
    latest?.abort(sessionError('superseded', {}));
    latest = new AbortController();
    const signal = AbortSignal.any([ended, latest.signal]);
    queue
      .run(signal, () => onSaved(files, signal))
      .catch((error: unknown) => {
        // Called off by a later save or by the end of the session: that is not news.
        if (signal.aborted) return;
        emit(noteOf(error));
      });
  }

  let handled: Promise<void> = Promise.resolve();
  return (changed) => {
    // One after the other: the latest save has the last word.
    handled = handled.then(() => onChanged(changed));
  };
}

/** Whether saved files can change the verdict of a step. The query of a step is about that step alone. */
function isAbout(step: Step, files: readonly string[]): boolean {
  if (step.kind === 'query') return files.some((file) => file === queryFileOf(step));
  if (step.kind !== 'edit' && step.kind !== 'command') return false;
  return files.some((file) => !file.endsWith('.promql') || step.files?.includes(file) === true);
}

/** Reports that saves are no longer noticed. Stops what would write into a folder that has taken the place. */
async function reportWatchEnd(
  watch: Watch,
  { emit, prometheus, live }: Needs<'emit' | 'live' | 'prometheus'>,
): Promise<void> {
  const end = await watch.ended;
  if (end.status === 'aborted') return;
  // Both write below the path of the folder, which may be another folder's by now.
  if (end.status === 'folder-gone') await Promise.allSettled([prometheus.stop(), live.stop()]);
  emit({ kind: 'note', fact: noteOfEnd(end), isWarning: true });
}

function noteOfEnd(end: Exclude<WatchEnd, { readonly status: 'aborted' }>): Fact {
  if (end.status === 'folder-gone') return note('watch-ended/folder-gone', {});
  const isLimit = /\b(?:ENOSPC|EMFILE|ENFILE)\b/.test(end.message);
  return note(isLimit ? 'watch-ended/limit' : 'watch-ended/failed', { said: end.message });
}
