// The error that both kinds of archive share.
import type { LabError } from '../../model/errors.ts';
import { prometheusError } from '../facts/errors.ts';

/** The LabError for an archive that is not what its name says, or has no end. */
export const brokenArchive = (cause?: unknown): LabError => prometheusError('archive-broken', {}, cause);
