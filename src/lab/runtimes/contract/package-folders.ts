/** Names of the folders in which package managers keep packages: nothing in them is a learner's or an author's file. */
export const PACKAGE_FOLDERS: ReadonlySet<string> = new Set(['node_modules']);
