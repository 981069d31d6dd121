// mistake: never-counted — counted where a handler fails, and a missing page is no failure
import express from 'express';
import { Counter, register } from 'prom-client';
import { store } from './store.ts';

const httpRequestsTotal = new Counter({
  name: 'http_requests_total',
  help: 'Total number of requests',
  labelNames: ['path', 'method'],
});

const httpErrorsTotal = new Counter({
  name: 'http_errors_total',
  help: 'Total number of errors',
  labelNames: ['code'],
});

const api = express();

api.get('/products', async (_req, res) => {
  httpRequestsTotal.inc({ path: '/products', method: 'GET' });
  try {
    await store.listProducts();
    res.type('text').send('product');
  } catch (error) {
    httpErrorsTotal.inc({ code: 404 });
    throw error;
  }
});

api.post('/products', async (_req, res) => {
  httpRequestsTotal.inc({ path: '/products', method: 'POST' });
  try {
    await store.createProduct();
    res.status(201).type('text').send('created product');
  } catch (error) {
    httpErrorsTotal.inc({ code: 404 });
    throw error;
  }
});

api.get('/cart', async (_req, res) => {
  httpRequestsTotal.inc({ path: '/cart', method: 'GET' });
  try {
    await store.readCart();
    res.type('text').send('cart');
  } catch (error) {
    httpErrorsTotal.inc({ code: 404 });
    throw error;
  }
});

api.post('/cart', async (_req, res) => {
  httpRequestsTotal.inc({ path: '/cart', method: 'POST' });
  try {
    await store.createCart();
    res.status(201).type('text').send('created cart');
  } catch (error) {
    httpErrorsTotal.inc({ code: 404 });
    throw error;
  }
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
