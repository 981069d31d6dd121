// The front door: files whose content, kind and place others decide.
export { FileRefusal } from './refusal.ts';
export { readRegularFile, readRegularText } from './read-regular.ts';
export { refuseIrregular } from './refuse-irregular.ts';
export { withinTime } from './within-time.ts';
