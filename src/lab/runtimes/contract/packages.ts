// How the packages of a learner's program are found, listed, and installed.

/** What a manifest says of dependencies. */
export interface Manifest {
  readonly name: string;
  /** Whether it brings packages of other folders together in its own folder of packages. */
  readonly hasWorkspaces: boolean;
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  readonly peerDependencies: readonly string[];
}

/** Why a manifest cannot be read: it is empty, no object, or not in its format, with what the parser says and where. */
export type ManifestProblem =
  | 'empty'
  | 'not-an-object'
  | {
      readonly said: string;
      readonly place: { readonly line: number; readonly column: number } | undefined;
    };

/** A usable copy. */
export interface Installed {
  /** What the copy says that it is. */
  readonly name: string;
  readonly version: string | undefined;
}

export interface LinkReport {
  /** Linked now. */
  readonly linked: readonly string[];
  /** Neither in the workspace nor a part of the lab. */
  readonly missing: readonly string[];
}

/** Why the package manager could not install. */
export interface InstallFailure {
  /** `ENOTFOUND`, `E404` …; `npm-missing` if there is no package manager, `unknown` where it named no code. */
  readonly code: string;
  /** Its own sentence, undefined where it gave none. */
  readonly message?: string;
  /** Whether it could not reach the package, so that a copy of it can take its place. */
  readonly isUnreachable: boolean;
}

export type InstallOutcome =
  { readonly status: 'installed' } | { readonly status: 'failed'; readonly failure: InstallFailure };

export interface InstallOptions {
  readonly name: string;
  /** Absolute path of the workspace. */
  readonly dir: string;
  readonly signal: AbortSignal;
  /** Each line that is printed. */
  readonly onOutput?: (line: string) => void;
}

export interface Packages {
  /** The file that lists the dependencies. */
  readonly manifestFile: string;
  /** The file in which the package manager keeps versions. */
  readonly lockFile: string;
  /** The text of a manifest that lists nothing. */
  readonly emptyManifest: string;

  parseManifest(text: string): { readonly manifest: Manifest } | { readonly problem: ManifestProblem };
  /** The manifest of a folder; undefined if there is none that can be read. */
  manifestOf(dir: string): Promise<Manifest | undefined>;
  /** The text with a dependency, in the range of the lab's own copy. Rejects with a LabError where it is no manifest. */
  withDependency(text: string, name: string): Promise<string>;
  /** The texts that import successors in place of packages, where the manifest lists the successor alone. */
  withSuccessors(
    manifest: string,
    names: readonly string[],
    files: ReadonlyMap<string, string>,
  ): ReadonlyMap<string, string>;
  /** Whether a program imports a package. */
  imports(text: string, name: string): boolean;

  /** The usable copy in a folder. */
  installedIn(dir: string, name: string): Promise<Installed | undefined>;
  /** The copy in a folder above that keeps the packages of several folders. */
  installedAbove(dir: string, name: string): Promise<Installed | undefined>;
  /** The package that continues the named one: with it nothing else is needed. Undefined if there is none. */
  successorOf(name: string): string | undefined;
  /** The oldest major version that runs wherever the lab does; undefined where it is not known. */
  oldestMajorOf(name: string): number | undefined;
  /** What a package asks of the language's version, where this one is older. */
  newerVersionFor(name: string): { readonly wantedMajor: number; readonly found: string } | undefined;

  /** Installs with the package manager, in the range of the lab's own copy. */
  install(options: InstallOptions): Promise<InstallOutcome>;
  /** The folder of the lab's own copy. */
  labCopyOf(name: string): Promise<string | undefined>;
  /** Links each package that the workspace does not have yet from the lab's own copies. */
  link(dir: string, names: readonly string[]): Promise<LinkReport>;
  /** Replaces whatever the workspace has of a package by a link to a folder, or by a copy of it. */
  linkTo(dir: string, name: string, source: string): Promise<void>;
  /** The packages to link for a course: those that its app needs, and those that an editor wants beside them. */
  toLink(names: readonly string[]): {
    readonly needed: readonly string[];
    readonly wished: readonly string[];
  };
  /** Takes a package out. A link goes, never what it leads to. */
  remove(dir: string, name: string): Promise<void>;
  /** Rejects where the place of a package leads out of the workspace. */
  refuseLinkedFolder(dir: string, name: string): Promise<void>;
  /** The place of a package in a folder. */
  placeOf(dir: string, name: string): string;
}
