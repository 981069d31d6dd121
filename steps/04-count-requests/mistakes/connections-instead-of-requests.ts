// mistake: counted-wrong-amount — connections are counted, and one of them carries many requests
import express from 'express';
import { Counter } from 'prom-client';
import { store } from './store.ts';

const httpRequestsTotal = new Counter({
  name: 'http_requests_total',
  help: 'Total number of requests',
});

const api = express();

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

const server = api.listen(3000, '127.0.0.1');

server.on('connection', () => {
  httpRequestsTotal.inc();
});
