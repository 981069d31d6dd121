// mistake: metric-missing — a counter for each endpoint instead of one with labels
import express from 'express';
import { Counter, register } from 'prom-client';
import { store } from './store.ts';

const getProducts = new Counter({ name: 'get_products_total', help: 'Total number of requests' });
const postProducts = new Counter({ name: 'post_products_total', help: 'Total number of requests' });
const getCart = new Counter({ name: 'get_cart_total', help: 'Total number of requests' });
const postCart = new Counter({ name: 'post_cart_total', help: 'Total number of requests' });

const api = express();

api.get('/products', async (_req, res) => {
  getProducts.inc();
  await store.listProducts();
  res.type('text').send('product');
});

api.post('/products', async (_req, res) => {
  postProducts.inc();
  await store.createProduct();
  res.status(201).type('text').send('created product');
});

api.get('/cart', async (_req, res) => {
  getCart.inc();
  await store.readCart();
  res.type('text').send('cart');
});

api.post('/cart', async (_req, res) => {
  postCart.inc();
  await store.createCart();
  res.status(201).type('text').send('created cart');
});

api.use((_req, res) => {
  res.status(404).type('text').send('page not found');
});

api.listen(3000, '127.0.0.1', (error) => {
  if (error) throw error;
});

const metrics = express();

metrics.get('/metrics', async (_req, res) => {
  res.set('Content-Type', register.contentType);
  res.end(await register.metrics());
});

metrics.listen(8000, '127.0.0.1', (error) => {
  if (error) throw error;
});
