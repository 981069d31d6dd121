// Codes of Node and of the operating system on an error: ENOENT, EEXIST, ERR_WORKER_OUT_OF_MEMORY.

/** The error's code, undefined where it has none. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Whether the error has one of these codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes(errorCode(error) ?? '');
}

/** For `catch`: gives `value` where there is no such file, and throws any other error. */
export const whereAbsent =
  <T>(value: T) =>
  (error: unknown): T => {
    if (hasCode(error, 'ENOENT')) return value;
    throw error;
  };
