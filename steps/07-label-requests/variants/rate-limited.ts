// variant: a visitor may ask so often, in a window of a minute
import express from 'express';
import { Counter, register } from 'prom-client';
import { store } from './store.ts';

const httpRequestsTotal = new Counter({
  name: 'http_requests_total',
  help: 'Total number of requests',
  labelNames: ['path', 'method'],
});


const api = express();

const windows = new Map<string, { start: number; count: number }>();
api.use((req, res, next) => {
  const key = req.get('x-forwarded-for') ?? req.ip ?? '';
  const now = Date.now();
  const seen = windows.get(key);
  const window = seen === undefined || now - seen.start > 60_000 ? { start: now, count: 0 } : seen;
  window.count += 1;
  windows.set(key, window);
  if (window.count > 100) res.sendStatus(429);
  else next();
});

api.get('/products', async (_req, res) => {
  httpRequestsTotal.inc({ path: '/products', method: 'GET' });
  await store.listProducts();
  res.status(200).type('text').send('product');
});

api.post('/products', async (_req, res) => {
  httpRequestsTotal.inc({ path: '/products', method: 'POST' });
  await store.createProduct();
  res.status(201).type('text').send('created product');
});

api.get('/cart', async (_req, res) => {
  httpRequestsTotal.inc({ path: '/cart', method: 'GET' });
  await store.readCart();
  res.status(200).type('text').send('cart');
});

api.post('/cart', async (_req, res) => {
  httpRequestsTotal.inc({ path: '/cart', method: 'POST' });
  await store.createCart();
  res.status(201).type('text').send('created cart');
});

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
