// Which Node the lab runs on. Imports nothing: it has to be readable by a Node that can read nothing else here.

/** The oldest Node that is supported, as `major.minor`. */
export const OLDEST_NODE = '20.19';

/** Whether a version such as `18.20.8` is older than that. */
export function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE.split('.').map(Number);
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}
