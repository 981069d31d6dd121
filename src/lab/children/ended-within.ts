// Waits for a process that was asked to end.

/** How long the system may take to end a process that may not refuse, in ms; `taskkill` has 3 s of it. */
export const END_LIMIT_MS = 5000;

/** Whether `ended` resolves within the limit. Never rejects; keeps no timer. */
export async function endedWithin(ended: Promise<unknown>, limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  const isEnded = await Promise.race([
    ended.then(
      () => true,
      () => true,
    ),
    late,
  ]);
  clearTimeout(timer);
  return isEnded;
}
