// Judges the values that Prometheus itself refuses with words that name no line: durations, and the scheme. Pure.
import type { Fail } from '../../model/verdict.ts';
import { scalarOf, type Pair } from './nodes.ts';
import { sourceLine, type ConfigText } from './document.ts';
import { durationMs } from '../../../durations.ts';
import { failed } from '../facts/verdicts.ts';

const INTERVAL = 'scrape_interval';
const TIMEOUT = 'scrape_timeout';
/** Prometheus's own. */
const DEFAULT_INTERVAL_MS = 60_000;

/** The first value that Prometheus would refuse, in `global` or in a job; undefined if there is none. */
export function judgeValues(
  main: ConfigText,
  inGlobal: readonly Pair[],
  jobs: readonly { readonly config: ConfigText; readonly pairs: readonly Pair[] }[],
): Fail | undefined {
  const globalMs = durationOf(inGlobal, INTERVAL) || DEFAULT_INTERVAL_MS;
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
    return failed('timeout-too-long', {
      at: { file: config.file, line: timeout.line },
      timeoutMs,
      intervalMs,
    });
  }
  return undefined;
}

function durationOf(pairs: readonly Pair[], key: string): number | undefined {
  const value = scalarOf(pairs.find((pair) => pair.key === key)?.value);
  return value === undefined ? undefined : durationMs(String(value));
}

function judgeDuration(config: ConfigText, pair: Pair): Fail | undefined {
  const value = scalarOf(pair.value);
  if ((pair.key !== INTERVAL && pair.key !== TIMEOUT) || value === undefined) return undefined;
  if (durationMs(String(value)) !== undefined) return undefined;
  return failed('duration-invalid', { ...sourceLine(config, pair.line), value: String(value) });
}

function judgeScheme(config: ConfigText, pair: Pair): Fail | undefined {
  const value = scalarOf(pair.value);
  if (pair.key !== 'scheme' || value === undefined || /^https?$/i.test(String(value))) return undefined;
  return failed('scheme-invalid', { ...sourceLine(config, pair.line), value: String(value) });
}
