// A limit for what may never come back: a call to a network folder whose server is gone cannot be called off.
import { FileRefusal } from './refusal.ts';

/** How long a disk may take for one file. A disk that sleeps wakes up sooner. */
const ANSWER_LIMIT_MS = 10_000;

/**
 * Resolves as the work does. Rejects with a FileRefusal `file-not-answering` where the work on `path` takes longer than
 * `limitMs`, in milliseconds; the work itself then continues, and its outcome is dropped.
 */
export async function withinTime<T>(
  work: Promise<T>,
  path: string,
  limitMs: number = ANSWER_LIMIT_MS,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new FileRefusal(path, { code: 'file-not-answering', afterMs: limitMs })),
      limitMs,
    );
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
