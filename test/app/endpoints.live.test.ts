// What every stage does alike: it answers as the shop, fails as Express fails, and reports a port it cannot have.
import { createServer } from 'node:net';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type StageName, spawnStage, startStage } from './run-stage.ts';

const stages: readonly StageName[] = [
  'base',
  'plain-counter',
  'labeled-counter',
  'error-counter',
  'in-progress-gauge',
  'outcome-counter',
  'duration-histogram',
  'bounded-labels',
];

describe.each(stages)('the stage %s', (name) => {
  test('handles its four endpoints, and responds to everything else with 404', async () => {
    const stage = await startStage(name);
    const answers = {
      'GET /products': '200 product',
      'POST /products': '201 created product',
      'GET /cart': '200 cart',
      'POST /cart': '201 created cart',
      'GET /products?page=2': '200 product',
      'GET /nowhere': '404 page not found',
      'POST /nowhere': '404 page not found',
      'DELETE /cart': '404 page not found',
      'GET /metrics': '404 page not found',
    };
    const seen = await Promise.all(
      Object.keys(answers).map(async (request) => {
        const [method = '', where = ''] = request.split(' ');
        return [request, await stage.ask(method, where)];
      }),
    );
    expect(Object.fromEntries(seen)).toEqual(answers);
  });

  test('responds in plain text', async () => {
    const stage = await startStage(name);
    for (const where of ['/products', '/cart', '/nowhere']) {
      const answer = await fetch(`${stage.api}${where}`);
      expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      await answer.text();
    }
  });

  test('calls the store once for each request to an endpoint, and never for a missing page', async () => {
    const stage = await startStage(name, { isStoreOurs: true });
    await stage.ask('GET', '/nowhere');
    for (const [method, where] of [
      ['GET', '/products'],
      ['POST', '/products'],
      ['GET', '/cart'],
      ['POST', '/cart'],
    ] as const) {
      await stage.ask(method, where);
    }
    expect(await stage.whenCalled(4)).toEqual(['listProducts', 'createProduct', 'readCart', 'createCart']);
  });

  test('responds only after the store has', async () => {
    const stage = await startStage(name, { isStoreOurs: true });
    await stage.order('hold');
    let isAnswered = false;
    const answer = stage.ask('GET', '/cart').then((said) => {
      isAnswered = true;
      return said;
    });
    await stage.whenCalled(1);
    expect(await stage.ask('GET', '/nowhere')).toBe('404 page not found');
    expect(isAnswered).toBe(false);
    await stage.order('work');
    expect(await answer).toBe('200 cart');
  });

  test('responds with 500 when the store fails, and recovers with the store', async () => {
    const stage = await startStage(name, { isStoreOurs: true });
    await stage.order('fail');
    for (const [method, where] of [
      ['GET', '/products'],
      ['POST', '/products'],
      ['GET', '/cart'],
      ['POST', '/cart'],
    ] as const) {
      expect(await stage.ask(method, where)).toMatch(/^500 /);
    }
    await stage.order('work');
    expect(await stage.ask('GET', '/products')).toBe('200 product');
  });

  test.each(name === 'base' ? [3000] : [3000, 8000])(
    'reports it and exits with code 1 when port %i is in use',
    async (asked) => {
      const other = createServer().listen(0, '127.0.0.1');
      onTestFinished(() => void other.close());
      await once(other, 'listening');
      const address = other.address();
      const taken = typeof address === 'object' && address !== null ? address.port : 0;

      const child = await spawnStage(name, { ports: { [asked]: taken } });
      const said = child.stderr === null ? '' : text(child.stderr);
      const [code] = await once(child, 'exit');
      expect(code).toBe(1);
      expect(await said).toMatch(new RegExp(`cannot listen on port ${asked}: .*EADDRINUSE`));
    },
  );
});
