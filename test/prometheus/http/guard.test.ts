import { describe, expect, test } from 'vitest';
import { isLoopbackHost, refusalOf } from '../../../src/prometheus/http/transport/guard.ts';

describe('a Host header', () => {
  test.each([
    'localhost',
    'localhost:9090',
    'LOCALHOST:9090',
    '127.0.0.1:9090',
    '127.1.2.3',
    '[::1]:9090',
    'lab.localhost',
  ])('%s is this machine', (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  });

  test.each([
    '',
    'example.com',
    'example.com:9090',
    'localhost.example.com',
    '127.0.0.1.example.com',
    '128.0.0.1',
    '127.0.0.1:9090:1',
    '127.0.0.999',
    '[::2]',
    '[::1',
    '0.0.0.0',
    'localhost@example.com',
    'notlocalhost',
  ])('%j is not', (host) => {
    expect(isLoopbackHost(host)).toBe(false);
  });
});

describe('a request', () => {
  test('from a page on this machine may post', () => {
    expect(refusalOf('POST', 'localhost:9090', 'http://127.0.0.1:9090')).toBeUndefined();
  });

  test.each(['https://example.com', 'null', 'http://localhost.example.com', 'file://'])(
    'from %s may not post',
    (origin) => {
      expect(refusalOf('POST', 'localhost:9090', origin)).toMatch(/another site/);
    },
  );

  test('under an allowed name may read, and post from a page of that name', () => {
    const allowed = ['host.docker.internal', '[fd00::1]'];
    expect(refusalOf('GET', 'Host.docker.internal:9090', undefined, allowed)).toBeUndefined();
    expect(refusalOf('GET', '[fd00::1]:9090', undefined, allowed)).toBeUndefined();
    expect(refusalOf('GET', 'localhost', undefined, allowed)).toBeUndefined();
    expect(
      refusalOf('POST', 'host.docker.internal', 'http://host.docker.internal:9090', allowed),
    ).toBeUndefined();
    expect(refusalOf('POST', 'host.docker.internal', 'http://grafana:3000', allowed)).toMatch(/another site/);
    expect(refusalOf('GET', 'x.host.docker.internal', undefined, allowed)).toMatch(
      /under host\.docker\.internal, /,
    );
  });

  test('under a foreign name may not even read', () => {
    expect(refusalOf('GET', 'rebound.example.com', undefined)).toMatch(/loopback name/);
    expect(refusalOf('GET', undefined, undefined)).toMatch(/loopback name/);
  });
});
