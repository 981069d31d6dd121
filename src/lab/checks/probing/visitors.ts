// What visitors send that differs from one to the next. A label that repeats any of it has no end of values. Each part
// carries its own word, by which it is found again in the value of a label. Pure.
import type { Probe } from '../../model/schema/fields.ts';
import type { VisitPart } from '../facts/labels.ts';
import { probeTarget } from './names.ts';

/** Part of a request -> a word that nothing but this part has. */
const marks = {
  path: 'quokka',
  query: 'lemur',
  body: 'ocelot',
  host: 'wombat',
  agent: 'tapir',
  referer: 'gibbon',
  language: 'badger',
  accept: 'marmot',
  cookie: 'narwhal',
  id: 'puffin',
  // RFC 5737 keeps these addresses for documentation: no real visitor has one.
  address: '203.0.113.',
} as const;

const urlParts: readonly VisitPart[] = ['path', 'query', 'host'];

/** One request as a visitor sends it. */
export interface Visit {
  /** Path with its query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The part of a request that a label value repeats; undefined where it repeats none. */
export function repeatedPart(value: string): VisitPart | undefined {
  const text = value.toLowerCase();
  const parts = Object.keys(marks) as (keyof typeof marks)[];
  const found = parts.filter((part) => text.includes(marks[part]));
  return found.length > 1 && found.every((part) => urlParts.includes(part)) ? 'url' : found[0];
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
  const word = `${marks.query}${visitor}`;
  const query = `q=${word}&page=${visitor}&id=${visitor}&search=${word}&sort=${word}&ref=${word}`;
  const host = visitor % 2 === 0 ? {} : { host: `${marks.host}${visitor}.example` };
  const visit = { target: `${path}?${query}`, headers: { ...visitorHeaders(visitor), ...host } };
  if (!['POST', 'PUT', 'PATCH'].includes(probe.method)) return visit;
  const name = `${marks.body}${visitor}`;
  return {
    ...visit,
    headers: { ...visit.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ id: name, name, product: name, title: name, quantity: visitor }),
  };
}

function inventedPath(path: string, visitor: number): string {
  const word = `${marks.path}${visitor}`;
  return visitor % 2 === 0 ? `/${word}${path}` : `${path.replace(/\/$/, '')}/${word}.${word}`;
}

function visitorHeaders(visitor: number): Record<string, string> {
  const isBrowser = visitor % 2 === 0;
  const agent = `${marks.agent}${visitor}`;
  const id = `${marks.id}${visitor}`;
  return {
    'user-agent': isBrowser ? `Mozilla/5.0 (X11; ${agent}) Firefox/140.0` : `${agent}/${visitor}.0`,
    referer: `http://${marks.referer}${visitor}.example/from/${visitor}`,
    'accept-language': `${isBrowser ? 'en' : 'de'}-x-${marks.language}${visitor}, en;q=0.5`,
    accept: `application/vnd.${marks.accept}${visitor}, */*;q=0.8`,
    cookie: `session=${marks.cookie}${visitor}; user=${marks.cookie}${visitor}`,
    'x-forwarded-for': `${marks.address}${visitor % 250}`,
    'x-real-ip': `${marks.address}${visitor % 250}`,
    'x-request-id': id,
    'x-correlation-id': id,
    'x-trace-id': id,
    'x-session-id': id,
    'x-user-id': id,
    'x-client-id': id,
    'x-api-key': id,
  };
}
