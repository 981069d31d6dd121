// What a runtime finds in the learner's files. Only ever used to say why a check has failed, never for the verdict.

/** Where the files are. */
export interface SourceFiles {
  /** Absolute path of the learner's folder. */
  readonly workspaceDir: string;
  /** The workspace file that is run. */
  readonly entry: string;
  /** The text of a workspace file, undefined if there is none. */
  readFile(path: string): Promise<string | undefined>;
}

/** A line of a learner's file. */
export interface SourceLine {
  /** `main.ts:12` */
  readonly at: string;
  readonly text: string;
}

export interface SourceReader {
  /** The file other than the entry that makes the metric and that no file imports, as a path below the workspace. */
  unusedFileWith(files: SourceFiles, metric: string): Promise<string | undefined>;
  /** The line of the entry file that takes the metric, or all of them, out of a registry. */
  lineThatRemoves(files: SourceFiles, metric: string): Promise<SourceLine | undefined>;
  /** The first line of the entry file that names the metric. */
  lineThatNames(files: SourceFiles, metric: string): Promise<SourceLine | undefined>;
  /** Whether the entry file imports a client. */
  importsClient(files: SourceFiles): Promise<boolean>;
  /** Whether the entry file lowers a gauge right after it raises it, before the response. */
  isLoweredAtOnce(files: SourceFiles): Promise<boolean>;
}
