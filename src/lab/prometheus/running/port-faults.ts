// What can be wrong with the port that Prometheus is to listen on. Pure.
import { LabError } from '../../model/errors.ts';

/** The LabError for a port that another program holds. */
export function portTaken(port: number, cause?: unknown): LabError {
  return new LabError('port-taken', `Prometheus needs port ${port}, and another program holds it.`, {
    hint: 'End that program, or give Prometheus another port.',
    cause,
  });
}

/** The LabError for a port that this user may not bind. */
export function portForbidden(port: number, cause?: unknown): LabError {
  return new LabError('port-forbidden', `This user may not use port ${port}.`, {
    hint: 'Give Prometheus a port above 1023.',
    cause,
  });
}
