// Asks until the answer is yes: what is waited for happens in another server, by its own clock.

/** Resolves when the condition holds. The test's own time limit ends it where it never does. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
