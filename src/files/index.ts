// Reads files whose content, kind and location other programs decide.
export { FileRefusal, type FileFault } from './refusal.ts';
export { readRegularFile, readRegularText, type ReadOptions } from './read-regular.ts';
export { isInside } from './inside.ts';
export { refuseOthers } from './regular.ts';
export { refuseIrregular } from './refuse-irregular.ts';
export { renameOver, replaceFile } from './replace.ts';
export { withinTime } from './within-time.ts';
