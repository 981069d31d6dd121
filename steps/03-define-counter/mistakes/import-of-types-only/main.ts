// mistake: client-not-used — only a type is imported from the file
import express from 'express';
import { store } from './store.ts';

import type { httpRequestsTotal } from "./metrics.ts";
export type A = typeof httpRequestsTotal;

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

api.listen(3000, '127.0.0.1', (error) => {
  if (error) throw error;
});
