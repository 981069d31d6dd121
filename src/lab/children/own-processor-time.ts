// How much processor time this process has used, with all of its threads.
import process from 'node:process';

/** In ms, since it was started. */
export function ownProcessorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
