// mistake: unbounded-label — the name of the product that is made
import express from 'express';
import { Counter, register } from 'prom-client';
import { store } from './store.ts';

const httpRequestsTotal = new Counter({
  name: 'http_requests_total',
  help: 'Total number of requests',
  labelNames: ['path', 'method', 'extra'],
});


const api = express();

api.use(express.json());

api.get('/products', async (req, res) => {
  httpRequestsTotal.inc({ path: '/products', method: 'GET', extra: String(req.body?.name ?? 'none') });
  await store.listProducts();
  res.status(200).type('text').send('product');
});

api.post('/products', async (req, res) => {
  httpRequestsTotal.inc({ path: '/products', method: 'POST', extra: String(req.body?.name ?? 'none') });
  await store.createProduct();
  res.status(201).type('text').send('created product');
});

api.get('/cart', async (req, res) => {
  httpRequestsTotal.inc({ path: '/cart', method: 'GET', extra: String(req.body?.name ?? 'none') });
  await store.readCart();
  res.status(200).type('text').send('cart');
});

api.post('/cart', async (req, res) => {
  httpRequestsTotal.inc({ path: '/cart', method: 'POST', extra: String(req.body?.name ?? 'none') });
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
