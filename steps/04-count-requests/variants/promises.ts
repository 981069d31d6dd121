// variant: handlers with then, without async
import express from 'express';
import { Counter } from 'prom-client';
import { store } from './store.ts';

const httpRequestsTotal = new Counter({
  name: 'http_requests_total',
  help: 'Total number of requests',
});

const api = express();

api.get('/products', (_req, res, next) => {
  httpRequestsTotal.inc();
  store
    .listProducts()
    .then(() => res.type('text').send('product'))
    .catch(next);
});

api.post('/products', (_req, res, next) => {
  httpRequestsTotal.inc();
  store
    .createProduct()
    .then(() => res.status(201).type('text').send('created product'))
    .catch(next);
});

api.get('/cart', (_req, res, next) => {
  httpRequestsTotal.inc();
  store
    .readCart()
    .then(() => res.type('text').send('cart'))
    .catch(next);
});

api.post('/cart', (_req, res, next) => {
  httpRequestsTotal.inc();
  store
    .createCart()
    .then(() => res.status(201).type('text').send('created cart'))
    .catch(next);
});

api.use((_req, res) => {
  res.status(404).type('text').send('page not found');
});

api.listen(3000, '127.0.0.1', (error) => {
  if (error) throw error;
});
