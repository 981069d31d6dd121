// variant: counted in a finally block
import express from 'express';
import { Counter } from 'prom-client';
import { store } from './store.ts';

const httpRequestsTotal = new Counter({
  name: 'http_requests_total',
  help: 'Total number of requests',
});

const api = express();

api.get('/products', async (_req, res) => {
  try {
    await store.listProducts();
    res.type('text').send('product');
  } finally {
    httpRequestsTotal.inc();
  }
});

api.post('/products', async (_req, res) => {
  try {
    await store.createProduct();
    res.status(201).type('text').send('created product');
  } finally {
    httpRequestsTotal.inc();
  }
});

api.get('/cart', async (_req, res) => {
  try {
    await store.readCart();
    res.type('text').send('cart');
  } finally {
    httpRequestsTotal.inc();
  }
});

api.post('/cart', async (_req, res) => {
  try {
    await store.createCart();
    res.status(201).type('text').send('created cart');
  } finally {
    httpRequestsTotal.inc();
  }
});

api.use((_req, res) => {
  res.status(404).type('text').send('page not found');
});

api.listen(3000, '127.0.0.1', (error) => {
  if (error) throw error;
});
