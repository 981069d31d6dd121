// mistake: counted-wrong-amount — a total is read before the store is asked and written after it, so that requests overwrite each other
import express from 'express';
import { Counter } from 'prom-client';
import { store } from './store.ts';

const httpRequestsTotal = new Counter({
  name: 'http_requests_total',
  help: 'Total number of requests',
});

let total = 0;
let counted = 0;

function report() {
  httpRequestsTotal.inc(Math.max(0, total - counted));
  counted = total;
}

const api = express();

api.get('/products', async (_req, res) => {
  const before = total;
  await store.listProducts();
  total = before + 1;
  report();
  res.type('text').send('product');
});

api.post('/products', async (_req, res) => {
  const before = total;
  await store.createProduct();
  total = before + 1;
  report();
  res.status(201).type('text').send('created product');
});

api.get('/cart', async (_req, res) => {
  const before = total;
  await store.readCart();
  total = before + 1;
  report();
  res.type('text').send('cart');
});

api.post('/cart', async (_req, res) => {
  const before = total;
  await store.createCart();
  total = before + 1;
  report();
  res.status(201).type('text').send('created cart');
});

api.use((_req, res) => {
  res.status(404).type('text').send('page not found');
});

api.listen(3000, '127.0.0.1');
