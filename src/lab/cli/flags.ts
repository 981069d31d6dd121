// The flags that several commands take.

/** Flags that every command takes. */
export interface CommonFlags {
  readonly dir?: string;
  readonly course?: string;
  readonly trustCourse?: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Flags of the commands that need a running system. */
export interface SessionFlags extends CommonFlags {
  readonly prometheus: string;
}
