import { expect, test } from 'vitest';
import { matchRoute, type Route } from '../../../src/prometheus/http/api/route.ts';

const answer = (): never => {
  throw new Error('not asked');
};
const routes: readonly Route[] = [
  { methods: ['GET', 'POST'], path: '/api/v1/query', answer },
  { methods: ['GET'], path: '/api/v1/label/:name/values', answer },
  { methods: ['POST'], path: '/api/v1/admin/*', answer },
];

test('a literal path leads to its route', () => {
  expect(matchRoute(routes, 'POST', '/api/v1/query')).toMatchObject({ kind: 'found', route: routes[0] });
});

test('HEAD has the route of GET', () => {
  expect(matchRoute(routes, 'HEAD', '/api/v1/query')).toMatchObject({ kind: 'found' });
});

test('a named segment is decoded', () => {
  expect(matchRoute(routes, 'GET', '/api/v1/label/a%2Fb/values')).toMatchObject({
    kind: 'found',
    pathParam: 'a/b',
  });
});

test('an invalid percent escape is kept as it is', () => {
  expect(matchRoute(routes, 'GET', '/api/v1/label/%ZZ/values')).toMatchObject({
    kind: 'found',
    pathParam: '%ZZ',
  });
});

test('an asterisk matches the rest', () => {
  expect(matchRoute(routes, 'POST', '/api/v1/admin/tsdb/snapshot')).toMatchObject({
    pathParam: 'tsdb/snapshot',
  });
});

test('another method gets the allowed ones', () => {
  expect(matchRoute(routes, 'DELETE', '/api/v1/query')).toEqual({
    kind: 'method-not-allowed',
    allowed: ['GET', 'HEAD', 'OPTIONS', 'POST'],
  });
});

test.each(['/api/v1/query/', '/api/v1', '/', '/api/v1/label//x/values'])('%s leads nowhere', (path) => {
  expect(matchRoute(routes, 'GET', path)).toEqual({ kind: 'not-found' });
});
