// Where in the files of the workspace something was found.
import type { FileLine } from '../../../checks/facts/prometheus/places.ts';

/** `prometheus.yml:12`: terminals and editors open the file at the line. */
export const where = ({ file, line }: FileLine): string => `${file}:${line}`;
