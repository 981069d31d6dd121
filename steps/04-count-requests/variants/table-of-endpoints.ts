// variant: the endpoints as a table, and one handler for all
import express from 'express';
import { Counter } from 'prom-client';
import { store } from './store.ts';

const httpRequestsTotal = new Counter({
  name: 'http_requests_total',
  help: 'Total number of requests',
});

const api = express();

const endpoints = [
  { method: 'get', path: '/products', ask: store.listProducts, status: 200, answer: 'product' },
  { method: 'post', path: '/products', ask: store.createProduct, status: 201, answer: 'created product' },
  { method: 'get', path: '/cart', ask: store.readCart, status: 200, answer: 'cart' },
  { method: 'post', path: '/cart', ask: store.createCart, status: 201, answer: 'created cart' },
] as const;

for (const { method, path, ask, status, answer } of endpoints) {
  api[method](path, async (_req, res) => {
    httpRequestsTotal.inc();
    await ask();
    res.status(status).type('text').send(answer);
  });
}

api.use((_req, res) => {
  res.status(404).type('text').send('page not found');
});

api.listen(3000, '127.0.0.1', (error) => {
  if (error) throw error;
});
