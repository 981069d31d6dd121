// Reads the `storage` section: of it, only how many exemplars are kept.
import type { StorageConfig } from './model.ts';
import { mapping } from './yaml-collections.ts';
import type { Read } from './yaml-reader.ts';
import { integer } from './yaml-scalars.ts';

/** As many as Prometheus keeps without a word about it. */
export const DEFAULT_STORAGE: StorageConfig = { maxExemplars: 100_000 };
/** More would take much of a lab's memory. */
const MOST_EXEMPLARS = 1_000_000;

const readFields = mapping(
  'StorageConfig',
  { exemplars: mapping('ExemplarsConfig', { max_exemplars: integer }) },
  new Set(['tsdb']),
);

/** The `storage` section with its defaults. As in Prometheus, an `exemplars` section without a number keeps none. */
export const storageConfig: Read<StorageConfig> = (node, reader) => {
  const exemplars = readFields(node, reader)?.exemplars;
  if (exemplars === undefined) return DEFAULT_STORAGE;
  const maxExemplars = Math.max(0, exemplars.max_exemplars ?? 0);
  if (maxExemplars <= MOST_EXEMPLARS) return { maxExemplars };
  return reader.fail(
    exemplars.at('max_exemplars'),
    `max_exemplars: the embedded server keeps at most ${MOST_EXEMPLARS} exemplars`,
  );
};
