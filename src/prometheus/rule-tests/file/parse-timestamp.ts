// When a test starts: seconds since the Unix epoch, or RFC 3339 (cmd/promtool/main.go, parseTime).

const RFC_3339 =
  /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))T((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:[.,](\d+))?(Z|[+-]\d{2}:\d{2})$/;

/** Milliseconds since the Unix epoch; a part of a millisecond is cut off. */
export function parseTimestamp(source: string): { readonly value: number } | { readonly problem: string } {
  const seconds = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(source) ? Number(source) : NaN;
  if (Number.isFinite(seconds)) return { value: Math.floor(Math.round(seconds * 1e6) / 1e3) };
  const [, day = '', time = '', fraction = '', zone = ''] = RFC_3339.exec(source) ?? [];
  const atSecond = Date.parse(`${day}T${time}${zone}`);
  // The 31st of February is not the 2nd of March.
  if (Number.isNaN(atSecond) || !new Date(`${day}T00:00:00Z`).toISOString().startsWith(day))
    return { problem: `cannot parse ${JSON.stringify(source)} to a valid timestamp` };
  return { value: atSecond + Number(fraction.padEnd(3, '0').slice(0, 3)) };
}
