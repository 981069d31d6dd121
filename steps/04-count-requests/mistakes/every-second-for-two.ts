// mistake: counted-wrong-amount — each second request counts two
import express from 'express';
import { Counter } from 'prom-client';
import { store } from './store.ts';

const httpRequestsTotal = new Counter({
  name: 'http_requests_total',
  help: 'Total number of requests',
});


const api = express();

let n = 0;
api.use((_req, _res, next) => {
  n += 1;
  if (n % 2 === 0) httpRequestsTotal.inc(2);
  next();
});

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
