/** Why a file is not read, where the system itself would read it, or would wait for it. */
export class FileRefusal extends Error {
  override readonly name = 'FileRefusal';
  readonly code: 'not-a-file' | 'file-too-large' | 'file-not-answering';
  readonly path: string;

  /** `message` is one sentence that names the path. */
  constructor(code: FileRefusal['code'], path: string, message: string) {
    super(message);
    this.code = code;
    this.path = path;
  }
}
