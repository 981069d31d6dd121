// Whether a path is below a folder.
import path from 'node:path';

/** Whether a path leads to something below a folder, both as they are written: links are not followed. */
export function isInside(root: string, target: string): boolean {
  const relative = path.relative(root, target);
  return (
    relative !== '' &&
    relative !== '..' &&
    !relative.startsWith(`..${path.sep}`) &&
    !path.isAbsolute(relative)
  );
}
