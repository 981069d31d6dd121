// What visitors send that differs from one to the next. A label that repeats any of it has no end of values. Each part
// carries its own word, by which it is found again in the value of a label. Pure.
import type { Probe } from '../../model/schema.ts';
import { probeTarget } from './names.ts';

interface Mark {
  /** Nothing but this part of a request has it. */
  readonly word: string;
  /** The part, as messages name it. */
  readonly what: string;
}

const marks = {
  path: { word: 'quokka', what: 'the path of the request' },
  query: { word: 'lemur', what: 'the query of the request' },
  body: { word: 'ocelot', what: 'the body of the request' },
  host: { word: 'wombat', what: 'the Host header' },
  agent: { word: 'tapir', what: 'the User-Agent header' },
  referer: { word: 'gibbon', what: 'the Referer header' },
  language: { word: 'badger', what: 'the Accept-Language header' },
  accept: { word: 'marmot', what: 'the Accept header' },
  cookie: { word: 'narwhal', what: 'a cookie' },
  id: { word: 'puffin', what: 'an id that the visitor sends' },
  // RFC 5737 keeps these addresses for documentation: no real visitor has one.
  address: { word: '203.0.113.', what: 'the address of the visitor' },
} as const satisfies Readonly<Record<string, Mark>>;

const urlParts: ReadonlySet<string> = new Set([marks.path.what, marks.query.what, marks.host.what]);

/** One request as a visitor sends it. */
export interface Visit {
  /** Path with its query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The part of a request that a label value repeats, as messages name it; undefined where it repeats none. */
export function repeatedPart(value: string): string | undefined {
  const text = value.toLowerCase();
  const found = Object.values(marks).filter(({ word }) => text.includes(word));
  const isUrl = found.length > 1 && found.every(({ what }) => urlParts.has(what));
  return isUrl ? 'the URL of the request' : found[0]?.what;
}

/** A probe as the visitor of this number sends it: the request that the step names, from another program and place. */
export function plainVisit(probe: Probe, visitor: number): Visit {
  return { target: probeTarget(probe, visitor), headers: visitorHeaders(visitor) };
}

/**
 * The same with everything changed that a visitor can choose, so that not every app answers it as it answers the probe:
 * another host, a query, a body. Where `isMissing`, the path is one that the visitor has invented.
 */
export function oddVisit(probe: Probe, visitor: number, isMissing: boolean): Visit {
  const path = isMissing ? inventedPath(probe.path, visitor) : probe.path;
  const word = `${marks.query.word}${visitor}`;
  const query = `q=${word}&page=${visitor}&id=${visitor}&search=${word}&sort=${word}&ref=${word}`;
  const host = visitor % 2 === 0 ? {} : { host: `${marks.host.word}${visitor}.example` };
  const visit = { target: `${path}?${query}`, headers: { ...visitorHeaders(visitor), ...host } };
  if (!['POST', 'PUT', 'PATCH'].includes(probe.method)) return visit;
  const name = `${marks.body.word}${visitor}`;
  return {
    ...visit,
    headers: { ...visit.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ id: name, name, product: name, title: name, quantity: visitor }),
  };
}

function inventedPath(path: string, visitor: number): string {
  const word = `${marks.path.word}${visitor}`;
  return visitor % 2 === 0 ? `/${word}${path}` : `${path.replace(/\/$/, '')}/${word}.${word}`;
}

function visitorHeaders(visitor: number): Record<string, string> {
  const isBrowser = visitor % 2 === 0;
  const agent = `${marks.agent.word}${visitor}`;
  const id = `${marks.id.word}${visitor}`;
  return {
    'user-agent': isBrowser ? `Mozilla/5.0 (X11; ${agent}) Firefox/140.0` : `${agent}/${visitor}.0`,
    referer: `http://${marks.referer.word}${visitor}.example/from/${visitor}`,
    'accept-language': `${isBrowser ? 'en' : 'de'}-x-${marks.language.word}${visitor}, en;q=0.5`,
    accept: `application/vnd.${marks.accept.word}${visitor}, */*;q=0.8`,
    cookie: `session=${marks.cookie.word}${visitor}; user=${marks.cookie.word}${visitor}`,
    'x-forwarded-for': `${marks.address.word}${visitor % 250}`,
    'x-real-ip': `${marks.address.word}${visitor % 250}`,
    'x-request-id': id,
    'x-correlation-id': id,
    'x-trace-id': id,
    'x-session-id': id,
    'x-user-id': id,
    'x-client-id': id,
    'x-api-key': id,
  };
}
