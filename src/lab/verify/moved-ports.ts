// A configuration that a person wrote names the course's ports; where many apps run at once, each is on others.
import type { PortPlan } from '../session/live/ports.ts';

/** Whether a file names ports that have to be moved with the app. */
export const isConfiguration = (file: string): boolean => /\.ya?ml$/.test(file);

/** The text with each port of the course where it is in truth. */
export function withPorts(text: string, { moved }: Pick<PortPlan, 'moved'>): string {
  const known = Object.keys(moved).join('|');
  return known === ''
    ? text
    : text.replaceAll(new RegExp(`\\b(${known})\\b`, 'g'), (port) => String(moved[Number(port)]));
}
