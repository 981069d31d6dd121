// mistake: lowered-too-early — lowered after a time that was guessed
// family: 250 -> 50..400 by 5
import express from 'express';
import { Counter, Gauge, register } from 'prom-client';
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

const inprogressRequests = new Gauge({
  name: 'inprogress_requests',
  help: 'Total number of requests in progress',
});

const api = express();

api.use((_req, res, next) => {
  inprogressRequests.inc();
  setTimeout(() => inprogressRequests.dec(), 250);
  next();
});

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
