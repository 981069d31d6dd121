/** Bundles the hook to `outFile`. */
export function buildHook(outFile: string): Promise<void>;
