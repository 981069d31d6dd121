// Why a path of a course cannot be used.
import type { PathFacts } from '../../../course/facts/diagnostics.ts';
import type { TextEntries } from '../../contract/entries.ts';
import { refusal } from '../errors/shared.ts';

export const files = {
  'missing-file': ({ file }) => `There is no file ${JSON.stringify(file)}.`,
  'leaves-course': ({ file }) => `${JSON.stringify(file)} leads out of the course folder.`,
  'leaves-course/link': ({ file }) =>
    `${JSON.stringify(file)} is a link that leads out of the course folder.`,
  'not-a-file': ({ file }) => `${JSON.stringify(file)} is not a file.`,
  'file-too-large': ({ file, maxKilobytes }) => `${JSON.stringify(file)} is larger than ${maxKilobytes} KB.`,
  'not-utf8': ({ file }) => `${JSON.stringify(file)} is not UTF-8 text.`,
  'cannot-read': ({ file, said }) => `${JSON.stringify(file)} cannot be read (${said}).`,
  'cannot-read/refused': ({ file, fault }) => refusal(JSON.stringify(file), fault),
} satisfies TextEntries<PathFacts>;
