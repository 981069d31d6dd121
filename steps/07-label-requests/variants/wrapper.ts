// variant: a wrapper that knows path and method
import express, { type RequestHandler } from 'express';
import { Counter, register } from 'prom-client';
import { store } from './store.ts';

const httpRequestsTotal = new Counter({
  name: 'http_requests_total',
  help: 'Total number of requests',
  labelNames: ['path', 'method'],
});

function counted(path: string, method: string, handler: RequestHandler): RequestHandler {
  return (req, res, next) => {
    httpRequestsTotal.inc({ path, method });
    return handler(req, res, next);
  };
}

const api = express();

api.get(
  '/products',
  counted('/products', 'GET', async (_req, res) => {
    await store.listProducts();
    res.type('text').send('product');
  }),
);

api.post(
  '/products',
  counted('/products', 'POST', async (_req, res) => {
    await store.createProduct();
    res.status(201).type('text').send('created product');
  }),
);

api.get(
  '/cart',
  counted('/cart', 'GET', async (_req, res) => {
    await store.readCart();
    res.type('text').send('cart');
  }),
);

api.post(
  '/cart',
  counted('/cart', 'POST', async (_req, res) => {
    await store.createCart();
    res.status(201).type('text').send('created cart');
  }),
);

api.use((_req, res) => {
  res.status(404).type('text').send('page not found');
});

api.listen(3000, '127.0.0.1', (error) => {
  if (error) throw error;
});

const metrics = express();

metrics.get('/metrics', async (_req, res) => {
  res.set('Content-Type', register.contentType);
  res.end(await register.metrics());
});

metrics.listen(8000, '127.0.0.1', (error) => {
  if (error) throw error;
});
