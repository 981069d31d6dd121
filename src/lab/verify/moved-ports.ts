// A configuration that a person wrote names the course's ports; where many apps run at once, each is on others.
import type { PortPlan } from '../session/live/ports.ts';

/** Whether a file may name ports that have to be moved with the app. */
export const isConfiguration = (file: string): boolean => /\.ya?ml$/.test(file);

/** Files of rules, and of tests of rules: their numbers are no ports. */
const RULES = /^(?:groups|tests)\s*:/m;
const JOBS = /^scrape_configs\s*:/m;

/** A limit may be the same number as a port: `sample_limit: 3000`. */
const NO_LIMIT = String.raw`(?<!_limit\s*:\s*)`;

/** The text with each port of the course where it is in truth. Rules and limits stay as they are. */
export function withPorts(text: string, { moved }: Pick<PortPlan, 'moved'>): string {
  const known = Object.keys(moved).join('|');
  return known === '' || (RULES.test(text) && !JOBS.test(text))
    ? text
    : text.replaceAll(new RegExp(`${NO_LIMIT}\\b(${known})\\b`, 'g'), (port) => String(moved[Number(port)]));
}
