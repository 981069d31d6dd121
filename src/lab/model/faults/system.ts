// What the operating system refuses, as errors of the lab: such a refusal is no bug, whichever line met it.
import { FileRefusal } from '../../../files/index.ts';
import { LabError } from '../errors.ts';
import { sharedError, systemCodes } from '../shared-errors.ts';

/**
 * A refusal of the system as a LabError `system-refused`, or one of a reader of files with the reader's own code;
 * undefined for any other error.
 */
export function systemFault(error: unknown): LabError | undefined {
  if (error instanceof FileRefusal) {
    const { code, ...found } = error.fault;
    const fact = { kind: code, path: error.path, ...found };
    return new LabError(fact, { cause: error });
  }
  if (!(error instanceof Error && 'code' in error && 'syscall' in error)) return undefined;
  const code = systemCodes.find((one) => one === error.code);
  if (code === undefined) return undefined;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : undefined;
  return sharedError('system-refused', { code, path }, error);
}
