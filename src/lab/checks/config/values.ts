// Judges the values that Prometheus itself refuses with words that name no line: durations, and the scheme. Pure.
import type { Fail } from '../../model/verdict.ts';
import { scalarOf, type Pair } from './nodes.ts';
import type { ConfigText } from './document.ts';
import { durationText, parseDuration } from '../facts/durations.ts';
import { fail } from '../facts/verdicts.ts';
import { shortened } from '../facts/wording.ts';

const INTERVAL = 'scrape_interval';
const TIMEOUT = 'scrape_timeout';
/** Prometheus's own. */
const DEFAULT_INTERVAL_MS = 60_000;

/** The first value that Prometheus would refuse, in `global` or in a job; undefined where there is none. */
export function judgeValues(
  main: ConfigText,
  inGlobal: readonly Pair[],
  jobs: readonly { readonly config: ConfigText; readonly pairs: readonly Pair[] }[],
): Fail | undefined {
  const globalMs = durationOf(inGlobal, INTERVAL) ?? DEFAULT_INTERVAL_MS;
  for (const { config, pairs } of [{ config: main, pairs: inGlobal }, ...jobs]) {
    for (const pair of pairs) {
      const fault = judgeDuration(config, pair) ?? judgeScheme(config, pair);
      if (fault !== undefined) return fault;
    }
    const timeout = pairs.find(({ key }) => key === TIMEOUT);
    const timeoutMs = durationOf(pairs, TIMEOUT) ?? 0;
    // An interval of 0 is none: that of `global` counts then.
    const intervalMs = durationOf(pairs, INTERVAL) || globalMs;
    if (timeout === undefined || timeoutMs <= intervalMs) continue;
    return refused(config, timeout, 'the timeout is longer than the interval.', {
      expected: `at most ${durationText(intervalMs)}`,
      observed: durationText(timeoutMs),
      hint: 'A scrape has to be over before the next one begins.',
    });
  }
  return undefined;
}

function durationOf(pairs: readonly Pair[], key: string): number | undefined {
  const value = scalarOf(pairs.find((pair) => pair.key === key)?.value);
  return value === undefined ? undefined : parseDuration(String(value));
}

function judgeDuration(config: ConfigText, pair: Pair): Fail | undefined {
  const value = scalarOf(pair.value);
  if ((pair.key !== INTERVAL && pair.key !== TIMEOUT) || value === undefined) return undefined;
  if (value === 0 || value === '0' || parseDuration(String(value)) !== undefined) return undefined;
  return refused(config, pair, `${JSON.stringify(shortened(String(value), 40))} is no duration.`, {
    expected: 'a number and its unit without a space, like 30s or 1m',
    observed: shortened(config.lineText(pair.line)),
    hint: 'The units are ms, s, m, h, d, w and y.',
  });
}

function judgeScheme(config: ConfigText, pair: Pair): Fail | undefined {
  const value = scalarOf(pair.value);
  if (pair.key !== 'scheme' || value === undefined || /^https?$/i.test(String(value))) return undefined;
  return refused(config, pair, `${JSON.stringify(shortened(String(value), 40))} is no scheme.`, {
    expected: 'http or https',
    observed: shortened(config.lineText(pair.line)),
    hint: 'Without this line Prometheus asks by http.',
  });
}

function refused(
  { file }: ConfigText,
  { line }: Pair,
  what: string,
  details: { readonly expected: string; readonly observed: string; readonly hint: string },
): Fail {
  return fail('config-rejected', `${file}:${line}: ${what}`, details);
}
