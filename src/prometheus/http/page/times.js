// Words for moments and lengths of time.

/** How long ago something was. */
export function ago(seconds) {
  if (seconds < 1.5) return 'just now';
  const [size, unit] = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
  ].find(([one]) => seconds >= 1.5 * one);
  return `${Math.round(seconds / size)} ${unit} ago`;
}

/** A short length, such as that of a scrape or an evaluation. */
export function milliseconds(seconds) {
  return `${(seconds * 1000).toFixed(seconds < 0.01 ? 1 : 0)} ms`;
}

/** A length as a configuration file writes it: `1h30m`. */
export function configDuration(seconds) {
  let rest = Math.round(seconds * 1000);
  let text = '';
  for (const [size, unit] of [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'm'],
    [1000, 's'],
    [1, 'ms'],
  ]) {
    if (rest >= size) text += `${Math.floor(rest / size)}${unit}`;
    rest %= size;
  }
  return text === '' ? '0s' : text;
}

/** Seconds since 1970 of a time in an answer; undefined for the time that means never. */
export function secondsOf(time) {
  return time.startsWith('0001') ? undefined : Date.parse(time) / 1000;
}

/** A moment for people: date and time of day, without fractions. */
export function readableTime(seconds) {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** When something was done last and how long it took. */
export function lastRun(time, tookSeconds, nowSeconds) {
  const at = secondsOf(time);
  return at === undefined ? 'not yet' : `${ago(nowSeconds - at)}, took ${milliseconds(tookSeconds)}`;
}
