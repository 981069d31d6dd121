// variant: the official client, with its own registry
import express from 'express';
import * as client from '@prometheus-io/client';
import { store } from './store.ts';

const httpRequestsTotal = new client.Counter({
  registers: [new client.Registry()],
  name: 'http_requests_total',
  help: 'Total number of requests',
});
const HOST = '127.0.0.1';
const API_PORT = 3000;

const api = express();

api.get('/products', async (_req, res) => {
  await store.listProducts();
  res.status(200).type('text').send('product');
});

api.post('/products', async (_req, res) => {
  await store.createProduct();
  res.status(201).type('text').send('created product');
});

api.get('/cart', async (_req, res) => {
  await store.readCart();
  res.status(200).type('text').send('cart');
});

api.post('/cart', async (_req, res) => {
  await store.createCart();
  res.status(201).type('text').send('created cart');
});
api.use((_req, res) => {
  res.status(404).type('text').send('page not found');
});

api.listen(API_PORT, HOST, (error) => {
  if (error) {
    console.error(`The API cannot listen on port ${API_PORT}: ${error.message}`);
    process.exit(1);
  }
  console.log(`The API listens on http://localhost:${API_PORT}`);
});
