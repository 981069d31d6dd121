// What a scanner asks a shop for: paths that it invents, ids, queries and every method. The same seed gives the same
// requests. Pure.
import { METHODS } from 'node:http';
import type { Route } from './spec.ts';

/** One request of the scan. */
export interface ScanRequest {
  readonly method: string;
  /** Path with its query. */
  readonly target: string;
}

/** A request to a route, and the id in its path. */
export interface RouteRequest {
  readonly path: string;
  readonly query: string | undefined;
  /** Undefined where the route has none. */
  readonly id: string | undefined;
}

/** Numbers from 0 up to 1 that only the seed decides (mulberry32). */
type Random = () => number;

const ID = /:[^/]+/g;
/** Requests for paths that no route has, and for ids of each route that takes some. */
const INVENTED = 220;
const KNOWN = 80;
/** CONNECT asks for a tunnel and not for a page: Node.js hands it to no handler. */
const methods = METHODS.filter((name) => name !== 'CONNECT');

/** Starts a series of random numbers. */
export function createRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A word that no route has: letters only, so that nothing looks like a number in it. */
export function randomWord(random: Random): string {
  return `q${Array.from({ length: 7 }, () => String.fromCodePoint(97 + Math.floor(random() * 26))).join('')}`;
}

const randomNumber = (random: Random): string => String(10_000 + Math.floor(random() * 89_999));

/** So many requests to a route, each with another id and another query. */
export function routeRequests({ path }: Pick<Route, 'path'>, count: number, random: Random): RouteRequest[] {
  return Array.from({ length: count }, (_, index) => {
    // An id may be a number or a name.
    const id = index % 2 === 0 ? randomNumber(random) : randomWord(random);
    const hasId = path.match(ID) !== null;
    return {
      path: path.replaceAll(ID, id),
      query: index % 2 === 0 ? undefined : `page=${randomNumber(random)}`,
      id: hasId ? id : undefined,
    };
  });
}

const methodAt = (index: number): string => methods[index % methods.length] ?? 'GET';

/** The requests of the scan: paths that no route has, then ids of the routes, each method among both. */
export function scanRequests(routes: readonly Pick<Route, 'path'>[], random: Random): readonly ScanRequest[] {
  const word = (): string => randomWord(random);
  const number = (): string => randomNumber(random);
  const places = routes.map(({ path }) => path.replaceAll(ID, number()));
  const invented: readonly ((index: number) => string)[] = [
    () => `/${word()}`,
    () => `/${word()}/${word()}`,
    (index) => `/${word()}`.repeat(3 + (index % 9)),
    (index) => `${places[index % places.length] ?? ''}/${number()}/${word()}`,
    () => `/${word()}.php`,
    () => `/%2e%2e/${word()}%20${word()}`,
    () => `/${word()}?id=${number()}&q=${word()}`,
    () => `/.${word()}/${number()}`,
    (index) => `/${number()}`.repeat(1 + (index % 5)),
    () => `/${word()}/`,
  ];
  const withIds = routes.filter(({ path }) => path.match(ID) !== null);
  const known = withIds.length > 0 ? withIds : routes;
  return [
    ...Array.from({ length: INVENTED }, (_, index) => ({
      method: index % 3 === 0 ? 'GET' : methodAt(index + Math.floor(index / invented.length)),
      target: invented[index % invented.length]?.(index) ?? '/',
    })),
    ...Array.from({ length: KNOWN }, (_, index) => ({
      method: index % 2 === 0 ? 'GET' : methodAt((index - 1) / 2),
      target: (known[index % known.length]?.path ?? '/').replaceAll(ID, index % 3 === 0 ? word() : number()),
    })),
  ];
}
