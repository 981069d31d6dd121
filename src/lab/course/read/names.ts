// Names that a course may not use as it likes, because they become paths.

/** Whether a text is an npm package name: it becomes a folder below node_modules. */
export function isPackageName(name: string): boolean {
  return name.length <= 214 && /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/.test(name);
}

const RESERVED: ReadonlySet<string> = new Set(['.ecom-lab', 'node_modules', '.git']);

/** Whether a workspace path lies where the lab, npm or git keeps its own files; case-insensitive as some disks are. */
export function isReserved(file: string): boolean {
  return file.split('/').some((part) => RESERVED.has(part.toLowerCase().replace(/[. ]+$/, '')));
}
