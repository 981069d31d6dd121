// Requests, responses, and the table of routes to the endpoints.

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A request as plain data, so that another thread can handle it. */
export interface RequestText {
  readonly method: string;
  readonly path: string;
  /** The value of `:name` in the route's path, decoded. */
  readonly pathParam: string;
  /** The query string, with or without its question mark. */
  readonly search: string;
  /** The form body; '' if there is none. */
  readonly body: string;
  /** The Accept header; '' if there is none. */
  readonly accept: string;
}

export interface ApiRequest extends RequestText {
  /** Query string and form body together; the body comes first, as in Go's FormValue. Read when it is first asked for. */
  readonly params: URLSearchParams;
  /** Aborted when the client goes away or the server stops. */
  readonly signal: CancelSignal;
}

/** As much of an AbortSignal as an evaluation looks at. */
export interface CancelSignal {
  readonly aborted: boolean;
}

/** A request with its parameters, which are read only when an endpoint asks for them. */
export function toApiRequest(text: RequestText, signal: CancelSignal): ApiRequest {
  let params: URLSearchParams | undefined;
  return {
    ...text,
    signal,
    get params() {
      if (params === undefined) {
        params = new URLSearchParams(text.body);
        for (const [name, value] of new URLSearchParams(text.search)) params.append(name, value);
      }
      return params;
    },
  };
}

export interface Reply {
  readonly status: number;
  readonly contentType: string;
  /** Text, or pieces of it as text or UTF-8, or bytes that another thread makes while they are sent. */
  readonly body: string | Iterable<string | Uint8Array> | AsyncIterable<Uint8Array>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  readonly methods: readonly Method[];
  /** Literal, with at most one `:name` segment, or a trailing `*` that takes the rest. */
  readonly path: string;
  readonly answer: (request: ApiRequest) => Reply | Promise<Reply>;
  /** It may take as long as a query: if there are query threads, one of them handles it. */
  readonly isQuery?: true;
  /** Whether a request to a query is so little work that the server's own thread answers it. @default none is */
  readonly isLittle?: (request: ApiRequest) => boolean;
}

export type RouteMatch =
  | { readonly kind: 'found'; readonly route: Route; readonly pathParam: string }
  | { readonly kind: 'method-not-allowed'; readonly allowed: readonly string[] }
  | { readonly kind: 'not-found' };

/** Finds the route of a request. HEAD goes where GET goes. */
export function matchRoute(routes: readonly Route[], method: string, path: string): RouteMatch {
  const asked = method === 'HEAD' ? 'GET' : method;
  const allowed = new Set<string>();
  for (const route of routes) {
    const pathParam = matchPath(route.path, path);
    if (pathParam === undefined) continue;
    if (route.methods.some((one) => one === asked)) return { kind: 'found', route, pathParam };
    for (const one of route.methods) allowed.add(one);
  }
  if (allowed.size === 0) return { kind: 'not-found' };
  if (allowed.has('GET')) allowed.add('HEAD');
  return { kind: 'method-not-allowed', allowed: [...allowed, 'OPTIONS'].toSorted() };
}

/** The decoded `:name` segment (or the rest under `*`), '' for a literal path, undefined where the path does not fit. */
function matchPath(pattern: string, path: string): string | undefined {
  if (pattern.endsWith('*')) {
    const start = pattern.slice(0, -1);
    return path.startsWith(start) ? path.slice(start.length) : undefined;
  }
  if (!pattern.includes(':')) return pattern === path ? '' : undefined;
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  let param = '';
  for (const [index, segment] of wanted.entries()) {
    const actual = given[index] ?? '';
    if (!segment.startsWith(':')) {
      if (segment !== actual) return undefined;
      continue;
    }
    try {
      param = decodeURIComponent(actual);
    } catch {
      // An invalid percent escape names no label; the literal text is rejected later.
      param = actual;
    }
  }
  return param;
}
