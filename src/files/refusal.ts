/** What is wrong with a file that is not read. */
export type FileFault =
  | { readonly code: 'not-a-file'; readonly found: 'folder' | 'named-pipe' | 'socket' | 'device' }
  | { readonly code: 'file-too-large'; readonly maxBytes: number }
  | { readonly code: 'file-not-answering'; readonly afterMs: number };

const FOUND = { folder: 'a folder', 'named-pipe': 'a named pipe', socket: 'a socket', device: 'a device' };

/** Why a file is not read, where the system itself would read it, or would wait for it. */
export class FileRefusal extends Error {
  override readonly name = 'FileRefusal';
  readonly code: FileFault['code'];
  readonly path: string;
  readonly fault: FileFault;

  /** The message is for programs that print errors as they are; the lab has its own wording. */
  constructor(path: string, fault: FileFault) {
    super(messageOf(path, fault));
    this.code = fault.code;
    this.path = path;
    this.fault = fault;
  }
}

function messageOf(path: string, fault: FileFault): string {
  switch (fault.code) {
    case 'not-a-file':
      return `${path} is ${FOUND[fault.found]}, not a file.`;
    case 'file-too-large':
      return `${path} is larger than ${formatBytes(fault.maxBytes)}.`;
    case 'file-not-answering':
      return `The disk did not answer for ${fault.afterMs / 1000} s about ${path}.`;
    default:
      return fault satisfies never;
  }
}

const formatBytes = (bytes: number): string =>
  bytes >= 2 ** 20 ? `${bytes / 2 ** 20} MB` : `${bytes / 2 ** 10} KB`;
