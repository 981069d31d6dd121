// Durations as Go prints them: `1h30m0s`, `1.5s`, `100ms`.

const UNITS = [
  [1_000_000_000n, 's'],
  [1_000_000n, 'ms'],
  [1_000n, 'µs'],
  [1n, 'ns'],
] as const;

/** count / unit with its decimals. */
function decimal(count: bigint, unit: bigint): string {
  const decimals = String(count % unit)
    .padStart(String(unit).length - 1, '0')
    .replace(/0+$/, '');
  return decimals === '' || unit === 1n ? String(count / unit) : `${count / unit}.${decimals}`;
}

/** A duration in nanoseconds. */
export function formatDuration(ns: bigint): string {
  if (ns === 0n) return '0s';
  const sign = ns < 0n ? '-' : '';
  const magnitude = ns < 0n ? -ns : ns;
  for (const [unit, name] of UNITS.slice(1))
    if (magnitude < 1_000_000_000n && magnitude >= unit) return sign + decimal(magnitude, unit) + name;
  const minute = 60_000_000_000n;
  const minutes = magnitude / minute;
  const seconds = `${decimal(magnitude % minute, 1_000_000_000n)}s`;
  if (minutes === 0n) return sign + seconds;
  return minutes < 60n
    ? `${sign}${minutes}m${seconds}`
    : `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}`;
}
