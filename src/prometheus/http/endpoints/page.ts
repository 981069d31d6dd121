// Serves the plain page and its parts from files next to this module, with a policy that lets nothing else run.
import { readFileSync } from 'node:fs';
import type { Reply, Route } from '../api/route.ts';

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** The files of the page; nothing else in the folder can be asked for. */
export const pageFiles: readonly string[] = [
  'page.html',
  'page.css',
  'icon.svg',
  'page.js',
  'api.js',
  'dom.js',
  'query-view.js',
  'result-table.js',
  'graph.js',
  'scale.js',
  'times.js',
  'live-list.js',
  'rule-parts.js',
  'alert-filter.js',
  'alerts-view.js',
  'rules-view.js',
  'targets-view.js',
  'config-view.js',
  'status-view.js',
];

/** Prometheus's addresses that show the page here; it chooses its view by them. */
const viewPaths = [
  '/',
  '/query',
  '/graph',
  '/alerts',
  '/rules',
  '/targets',
  '/service-discovery',
  '/config',
  '/status',
  '/flags',
  '/tsdb-status',
];

/** The page at Prometheus's addresses and its parts under /assets. `folder` holds {@link pageFiles}. */
export function pageRoutes(folder: URL): readonly Route[] {
  const page = (): Reply => file(folder, 'page.html');
  return [
    ...viewPaths.map((path): Route => ({ methods: ['GET'], path, answer: page })),
    ...pageFiles
      .filter((name) => name !== 'page.html')
      .map((name): Route => ({
        methods: ['GET'],
        path: `/assets/${name}`,
        answer: () => file(folder, name),
      })),
  ];
}

function file(folder: URL, name: string): Reply {
  return {
    status: 200,
    contentType: types[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
    body: readFileSync(new URL(name, folder), 'utf8'),
    headers: {
      'Cache-Control': 'no-cache',
      'Content-Security-Policy': policy,
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
    },
  };
}
