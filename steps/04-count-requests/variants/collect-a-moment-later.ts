// variant: a variable counts, and the counter takes its value a moment after it is asked for
import express from 'express';
import { Counter } from 'prom-client';
import { store } from './store.ts';

let requests = 0;

const httpRequestsTotal = new Counter({
  name: 'http_requests_total',
  help: 'Total number of requests',
  async collect() {
    await new Promise((resolve) => setTimeout(resolve, 150));
    this.reset();
    this.inc(requests);
  },
});

const api = express();

api.get('/products', async (_req, res) => {
  requests += 1;
  await store.listProducts();
  res.type('text').send('product');
});

api.post('/products', async (_req, res) => {
  requests += 1;
  await store.createProduct();
  res.status(201).type('text').send('created product');
});

api.get('/cart', async (_req, res) => {
  requests += 1;
  await store.readCart();
  res.type('text').send('cart');
});

api.post('/cart', async (_req, res) => {
  requests += 1;
  await store.createCart();
  res.status(201).type('text').send('created cart');
});

api.use((_req, res) => {
  res.status(404).type('text').send('page not found');
});

api.listen(3000, '127.0.0.1', (error) => {
  if (error) throw error;
});
