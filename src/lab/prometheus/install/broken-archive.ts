// The fault that both kinds of archive share.
import { LabError } from '../../model/errors.ts';

/** The LabError for an archive that is not what its name says, or has no end. */
export function brokenArchive(cause?: unknown): LabError {
  return new LabError('archive-broken', 'The downloaded archive cannot be unpacked.', {
    hint: 'Nothing was installed: run the command again, or take another mirror.',
    cause,
  });
}
