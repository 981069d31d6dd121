// variant: counted by a timer, some time after the answer
// family: 300 -> 50..400 by 5
import express from 'express';
import { Counter } from 'prom-client';
import { store } from './store.ts';

const httpRequestsTotal = new Counter({
  name: 'http_requests_total',
  help: 'Total number of requests',
});

const api = express();

api.use((_req, res, next) => {
  res.once('finish', () => {
    setTimeout(() => {
      httpRequestsTotal.inc();
    }, 300);
  });
  next();
});

api.get('/products', async (_req, res) => {
  await store.listProducts();
  res.type('text').send('product');
});

api.post('/products', async (_req, res) => {
  await store.createProduct();
  res.status(201).type('text').send('created product');
});

api.get('/cart', async (_req, res) => {
  await store.readCart();
  res.type('text').send('cart');
});

api.post('/cart', async (_req, res) => {
  await store.createCart();
  res.status(201).type('text').send('created cart');
});

api.use((_req, res) => {
  res.status(404).type('text').send('page not found');
});

api.listen(3000, '127.0.0.1');
