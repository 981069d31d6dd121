// Numbers to pixels, and round numbers for the axes. Pure.

/** About `count` round values that cover low to high. */
export function ticks(low, high, count) {
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? rough;
  const first = Math.ceil(low / step - 1e-9);
  const found = [];
  // Counted, and each once: near 2^53 and above, adding one step may add nothing.
  for (let index = 0; index <= 2 * count; index++) {
    const value = Number(((first + index) * step).toPrecision(15));
    if (value > high + step * 1e-9) break;
    if (value !== found.at(-1)) found.push(value);
  }
  return found;
}

/** Room above and below, and never a range of zero. */
export function valueRange(values) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low === Infinity) return [0, 1];
  if (low >= 0 && low <= high * 0.6) low = 0;
  if (low === high) return low === 0 ? [0, 1] : [Math.min(low, 0), Math.max(high, 0)];
  return [low, high + (high - low) * 0.06];
}

/** Labels for the values of an axis: short, and no two alike. */
export function tickLabels(values) {
  for (const digits of [4, 5, 6]) {
    const labels = values.map((value) => shortNumber(value, digits));
    if (new Set(labels).size === labels.length) return labels;
  }
  return values.map(String);
}

/** A number short enough for an axis: 1500000 is 1.5M. */
export function shortNumber(value, digits = 4) {
  const size = Math.abs(value);
  const unit = [
    [1e12, 'T'],
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ].find(([from]) => size >= from);
  if (unit !== undefined) return `${Number((value / unit[0]).toPrecision(digits))}${unit[1]}`;
  return size !== 0 && size < 1e-3
    ? value.toExponential(digits - 3)
    : String(Number(value.toPrecision(digits)));
}

/** A sample's value to read: six digits, and more where the whole part has more, so that it is never another number. */
export function readableValue(text) {
  const value = Number(text);
  if (!Number.isFinite(value)) return text;
  const wholeDigits = Math.floor(Math.log10(Math.abs(value) || 1)) + 1;
  return String(Number(value.toPrecision(Math.min(Math.max(6, wholeDigits), 100))));
}

/** A time of day, with seconds where the range is short. */
export function clockTime(seconds, rangeSeconds) {
  const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  if (rangeSeconds <= 900) options.second = '2-digit';
  return new Date(seconds * 1000).toLocaleTimeString([], options);
}
