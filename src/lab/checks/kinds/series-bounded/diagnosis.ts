// Names what is wrong with the values of labels: what requests to routes and unmatched ones gained -> the mistake. Pure.
import type { Fail } from '../../../model/verdict.ts';
import type { Series } from '../../metrics/registries.ts';
import { failed } from './facts.ts';
import type { RouteRequest } from './scan.ts';
import type { Route } from './spec.ts';

/** Values that a message shows. */
const SHOWN = 3;
/**
 * Values that requests without a route may have: one is asked for; a few more, such as one for missing pages and one for
 * methods that a page does not have, are few all the same.
 */
const UNMATCHED_VALUES = 8;

/** A label of a metric. */
export interface LabelOf {
  readonly metric: string;
  readonly label: string;
}

/** A route, what it was asked for, and what that added to a metric. */
export interface RouteGain {
  readonly route: Route;
  readonly requests: readonly RouteRequest[];
  readonly series: readonly Series[];
}

/** A route, and the only value of its label. */
export interface RouteValue {
  readonly route: Route;
  readonly value: string;
}

/** `GET /products/:id` */
export const routeName = ({ method, path }: Pick<Route, 'method' | 'path'>): string => `${method} ${path}`;

const trimmed = (text: string): string => text.replaceAll(/^\/+|\/+$/g, '');
const firstOf = (values: Iterable<string>): string[] => [...values].slice(0, SHOWN);
const valuesOf = (label: string, series: readonly Series[]): string[] => [
  ...new Set(series.map(({ labels }) => labels[label] ?? '')),
];
const isUrl = (value: string): boolean => value.includes('?') || /^(?:https?:\/\/|[\w.-]+:\d+\/)/.test(value);

/** The value that the label has for a route, or what is wrong with it. */
export function judgeRoute(
  { metric, label }: LabelOf,
  { route, requests, series }: RouteGain,
): { readonly value: string } | { readonly fault: Fail } {
  const name = routeName(route);
  const [first] = series;
  if (first === undefined) return { fault: failed('route-not-in-metric', { metric, route: name }) };
  const bare = series.find(({ labels }) => labels[label] === undefined);
  if (bare !== undefined)
    return { fault: failed('route-without-label', { metric, label, route: name, found: bare.labels }) };
  const values = valuesOf(label, series);
  const found = { metric, label, route: name, values: firstOf(values) };
  if (values.some(isUrl)) return { fault: failed('series-by-url', found) };
  const ids = requests.flatMap(({ id }) => id ?? []);
  const typed = new Set(requests.filter(({ id }) => id !== undefined).map(({ path }) => trimmed(path)));
  if (values.some((value) => typed.has(trimmed(value)))) return { fault: failed('series-by-path', found) };
  const withId = findId(series, ids);
  if (withId !== undefined)
    return {
      fault: failed('series-by-id', {
        ...found,
        label: withId.label,
        values: firstOf(valuesOf(withId.label, series)),
        id: withId.id,
      }),
    };
  const [value = ''] = values;
  if (values.length > 1) return { fault: failed('route-in-several-values', found) };
  return { value };
}

function findId(
  series: readonly Series[],
  ids: readonly string[],
): { readonly label: string; readonly id: string } | undefined {
  for (const { labels } of series) {
    for (const [label, value] of Object.entries(labels)) {
      const id = ids.find((one) => value.includes(one));
      if (id !== undefined) return { label, id };
    }
  }
  return undefined;
}

/** Two routes of different paths with one value, undefined where each path has another one. */
export function diagnoseShared({ metric, label }: LabelOf, routes: readonly RouteValue[]): Fail | undefined {
  for (const [index, { route, value }] of routes.entries()) {
    const other = routes.slice(index + 1).find((one) => one.value === value && one.route.path !== route.path);
    if (other === undefined) continue;
    const names = [routeName(route), routeName(other.route)];
    // What is left when the places of both routers are taken off.
    const isTail = [route, other.route].every(({ path }) => isTailOf(value, path));
    return failed(isTail ? 'mount-path-missing' : 'routes-share-value', {
      metric,
      label,
      routes: names,
      value,
    });
  }
  return undefined;
}

const isTailOf = (value: string, path: string): boolean =>
  trimmed(value) !== '' && trimmed(path).endsWith(`/${trimmed(value)}`);

/** What is wrong with a failed request to a route that had a value when it was answered. */
export function diagnoseFailure(
  { metric, label }: LabelOf,
  { route, value: served }: RouteValue,
  series: readonly Series[],
): Fail | undefined {
  const name = routeName(route);
  const values = valuesOf(label, series);
  if (values.length === 0) return failed('failure-not-in-metric', { metric, route: name });
  const other = values.find((value) => value !== served);
  if (other === undefined) return undefined;
  const facts = { metric, label, route: name, served, value: other };
  // `${req.baseUrl}${req.route.path}` becomes `undefined/:id`, or `/:id`.
  const pattern = other.replace(/^undefined/, '');
  const isBaseLost = isTailOf(pattern, route.path) || (pattern === route.path && pattern !== other);
  return failed(isBaseLost ? 'mount-path-missing-on-failure' : 'route-differs-on-failure', facts);
}

/** What is wrong with a request that no route fits. */
export function diagnoseUnmatched(
  { metric, label }: LabelOf,
  routes: readonly RouteValue[],
  request: string,
  series: readonly Series[],
): Fail | undefined {
  const [first] = series;
  if (first === undefined) return failed('unmatched-not-in-metric', { metric, request });
  const value = first.labels[label] ?? '';
  if (['', 'undefined', 'null', 'NaN', '[object Object]'].includes(value))
    return failed('unmatched-without-value', { metric, label, value });
  const route = routes.find((one) => one.value === value);
  return route === undefined
    ? undefined
    : failed('unmatched-under-route', { metric, label, route: routeName(route.route), request, value });
}

/** Bounds of a metric: of its series, and of the values of some labels. */
export interface Bounds {
  readonly bound: number;
  readonly values: Readonly<Record<string, number>>;
  /** Requests that were sent. */
  readonly requests: number;
}

/** What has grown too far in the scan: all series of the metric after it. */
export function diagnoseSeries(
  { metric, label }: LabelOf,
  routes: readonly RouteValue[],
  series: readonly Series[],
  { bound, values: bounds, requests }: Bounds,
): Fail | undefined {
  const known = new Set(routes.map(({ value }) => value));
  const others = valuesOf(label, series).filter((value) => value !== '' && !known.has(value));
  if (others.length > UNMATCHED_VALUES) {
    if (others.some(isUrl))
      return failed('unmatched-by-url', { metric, label, values: firstOf(others.filter(isUrl)) });
    return failed('series-by-unmatched-path', {
      metric,
      label,
      values: firstOf(others),
      count: others.length,
      requests,
    });
  }
  for (const [name, most] of Object.entries(bounds)) {
    const values = valuesOf(name, series);
    if (values.length > most)
      return failed('label-has-many-values', {
        metric,
        label: name,
        values: firstOf(values),
        count: values.length,
        bound: most,
        isMethod: values.includes('PROPFIND') || values.includes('propfind'),
      });
  }
  if (series.length <= bound) return undefined;
  const names = [...new Set(series.flatMap(({ labels }) => Object.keys(labels)))];
  const [widest = label] = names.toSorted((a, b) => valuesOf(b, series).length - valuesOf(a, series).length);
  return failed('series-beyond-bound', {
    metric,
    count: series.length,
    bound,
    requests,
    label: widest,
    values: firstOf(valuesOf(widest, series)),
  });
}
