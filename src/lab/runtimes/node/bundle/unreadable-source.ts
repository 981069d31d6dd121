// A source file that cannot be read for a reason that is none of its text: its permissions, its encoding, a folder in
// its place.
import { readRegularFile } from '../../../../files/index.ts';
import { isUtf16 } from '../../../model/encoding.ts';
import { sharedError } from '../../../model/shared-errors.ts';
import { systemFault } from '../../../model/faults/system.ts';
import { hasCode } from '../../../../system/error-code.ts';

/** Rejects with a LabError where the file is there and cannot be read as UTF-8 text; `name` is what it is called. */
export async function refuseUnreadable(file: string, name: string): Promise<void> {
  let bytes: Uint8Array;
  try {
    bytes = await readRegularFile(file);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw systemFault(error) ?? error;
  }
  if (isUtf16(bytes)) throw sharedError('not-utf8/utf-16', { file: name });
}
