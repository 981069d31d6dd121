// What can be wrong with the port that Prometheus is to listen on. Pure.
import type { LabError } from '../../model/errors.ts';
import { prometheusError } from '../facts/errors.ts';

/** The LabError for a port that another program holds. */
export const portTaken = (port: number, cause?: unknown): LabError =>
  prometheusError('port-taken/prometheus', { port }, cause);

/** The LabError for a port that this user may not bind. */
export const portForbidden = (port: number, cause?: unknown): LabError =>
  prometheusError('port-forbidden', { port }, cause);
