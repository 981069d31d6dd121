// The flags of a verb in a format, and padding. Facts: Go's fmt.

export interface Flags {
  readonly plus: boolean;
  readonly minus: boolean;
  readonly sharp: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  /** `%+v` and `%#v`: field names, and Go's syntax. */
  readonly plusV: boolean;
  readonly sharpV: boolean;
  readonly width: number | undefined;
  readonly precision: number | undefined;
  /** Told the length of each text that is printed, so that a limit can end it. */
  readonly charge: Charge;
}

/** What limits the text that printing makes. */
export type Charge = (length: number) => void;

/** The flags of a verb that has none. */
export const plainFlags = (charge: Charge): Flags => ({
  plus: false,
  minus: false,
  sharp: false,
  space: false,
  zero: false,
  plusV: false,
  sharpV: false,
  width: undefined,
  precision: undefined,
  charge,
});

/** A text at its width, which counts characters. */
export function pad(content: string, { width, minus, zero }: Flags): string {
  if (width === undefined) return content;
  const missing = width - Array.from(content).length;
  if (missing <= 0) return content;
  if (minus) return content + ' '.repeat(missing);
  return (zero ? '0' : ' ').repeat(missing) + content;
}
