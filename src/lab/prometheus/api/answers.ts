// Reads the JSON of Prometheus's HTTP API into the lab's types, or says that it is none. Pure.
// Format: https://prometheus.io/docs/prometheus/latest/querying/api/
import type { ActiveTarget, QueryResult, RunningRule } from '../../model/prometheus-api.ts';
import { isObject, parseJsonObject } from '../../../json.ts';

export type Envelope =
  | { readonly status: 'success'; readonly data: unknown }
  | { readonly status: 'error'; readonly errorType: string; readonly error: string };

const isSample = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 2 && typeof value[0] === 'number' && typeof value[1] === 'string';

/** The envelope that every API answer has, undefined where the text is something else. */
export function parseEnvelope(text: string): Envelope | undefined {
  const json = parseJsonObject(text);
  // Not JSON: the caller says whose answer this may be.
  if (json === undefined) return undefined;
  if (json['status'] === 'success' && 'data' in json) return { status: 'success', data: json['data'] };
  const { errorType, error } = json;
  if (json['status'] === 'error' && typeof errorType === 'string' && typeof error === 'string') {
    return { status: 'error', errorType, error };
  }
  return undefined;
}

/** The result of a query, undefined where the data has another shape. Series with native histograms only are left out. */
export function parseQueryResult(data: unknown): QueryResult | undefined {
  if (!isObject(data)) return undefined;
  const { resultType, result } = data;
  if (!Array.isArray(result)) return undefined;
  switch (resultType) {
    case 'vector': {
      const series = result.filter((entry) => isObject(entry) && !('histogram' in entry));
      const isVector = series.every((entry) => isObject(entry['metric']) && isSample(entry['value']));
      return isVector ? { resultType, result: series } : undefined;
    }
    case 'matrix': {
      const series = result.filter((entry) => isObject(entry) && !('histograms' in entry));
      // Each sample of a long range is not looked at: the first one tells the format.
      const isMatrix = series.every(
        (entry) =>
          isObject(entry['metric']) &&
          Array.isArray(entry['values']) &&
          (entry['values'].length === 0 || isSample(entry['values'][0])),
      );
      return isMatrix ? { resultType, result: series } : undefined;
    }
    case 'scalar':
    case 'string':
      return isSample(result) ? { resultType, result: [result[0], result[1]] } : undefined;
    default:
      return undefined;
  }
}

/** The active targets, undefined where the data has another shape. */
export function parseTargets(data: unknown): readonly ActiveTarget[] | undefined {
  if (!isObject(data) || !Array.isArray(data['activeTargets'])) return undefined;
  const targets = data['activeTargets'].map(parseTarget);
  return targets.every((target) => target !== undefined) ? targets : undefined;
}

/** The discovered labels of the dropped targets, undefined where the data has another shape. */
export function parseDroppedTargets(data: unknown): readonly Readonly<Record<string, string>>[] | undefined {
  if (!isObject(data) || !Array.isArray(data['droppedTargets'])) return undefined;
  return data['droppedTargets'].map((target: unknown) =>
    labelsOf(isObject(target) ? target['discoveredLabels'] : undefined),
  );
}

function parseTarget(data: unknown): ActiveTarget | undefined {
  if (!isObject(data) || typeof data['scrapeUrl'] !== 'string') return undefined;
  const { health } = data;
  return {
    scrapePool: stringOf(data['scrapePool']),
    scrapeUrl: data['scrapeUrl'],
    labels: labelsOf(data['labels']),
    discoveredLabels: labelsOf(data['discoveredLabels']),
    health: health === 'up' || health === 'down' ? health : 'unknown',
    lastError: stringOf(data['lastError']),
    lastScrape: stringOf(data['lastScrape']),
  };
}

/** The rules of all groups, undefined where the data has another shape. */
export function parseRules(data: unknown): readonly RunningRule[] | undefined {
  if (!isObject(data) || !Array.isArray(data['groups'])) return undefined;
  return data['groups'].flatMap((group: unknown) => {
    if (!isObject(group) || !Array.isArray(group['rules'])) return [];
    const name = stringOf(group['name']);
    const intervalMs = msOf(group['interval']);
    return group['rules'].filter(isObject).map((rule) => parseRule(rule, name, intervalMs));
  });
}

function parseRule(rule: Readonly<Record<string, unknown>>, group: string, intervalMs: number): RunningRule {
  const { health } = rule;
  return {
    kind: rule['type'] === 'alerting' ? 'alerting' : 'recording',
    name: stringOf(rule['name']),
    group,
    query: stringOf(rule['query']),
    holdMs: msOf(rule['duration']),
    intervalMs,
    health: health === 'ok' || health === 'err' ? health : 'unknown',
    lastError: stringOf(rule['lastError']),
  };
}

const msOf = (seconds: unknown): number => (typeof seconds === 'number' ? Math.round(seconds * 1_000) : 0);

const stringOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function labelsOf(value: unknown): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, stringOf(text)]));
}

/** The text in one string field of the data, undefined if it has none. */
export function parseTextField(data: unknown, field: string): string | undefined {
  const value = isObject(data) ? data[field] : undefined;
  return typeof value === 'string' ? value : undefined;
}
