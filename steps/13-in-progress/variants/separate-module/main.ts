// variant: metrics and middleware in a file of their own
import express from 'express';
import { register } from 'prom-client';
import { httpErrorsTotal, httpRequestsTotal, trackProgress } from './metrics.ts';
import { store } from './store.ts';

const api = express();

api.use(trackProgress);

api.get('/products', async (_req, res) => {
  httpRequestsTotal.inc({ path: '/products', method: 'GET' });
  await store.listProducts();
  res.type('text').send('product');
});

api.post('/products', async (_req, res) => {
  httpRequestsTotal.inc({ path: '/products', method: 'POST' });
  await store.createProduct();
  res.status(201).type('text').send('created product');
});

api.get('/cart', async (_req, res) => {
  httpRequestsTotal.inc({ path: '/cart', method: 'GET' });
  await store.readCart();
  res.type('text').send('cart');
});

api.post('/cart', async (_req, res) => {
  httpRequestsTotal.inc({ path: '/cart', method: 'POST' });
  await store.createCart();
  res.status(201).type('text').send('created cart');
});

api.use((_req, res) => {
  httpErrorsTotal.inc({ code: 404 });
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
