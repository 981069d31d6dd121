// How places and names of the workspace's files are written.
import type { FileLine } from '../../../checks/facts/prometheus/places.ts';
import { shortened } from '../../../checks/facts/wording.ts';

/** `prometheus.yml:12`: terminals and editors open the file at the line. */
export const where = ({ file, line }: FileLine): string => `${file}:${line}`;

/** A name or value as the file has it. A learner may have written anything: a long one is cut. */
export const written = (name: string): string => shortened(name, 60);
