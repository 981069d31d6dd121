// variant: one router for each path, which both count
import express, { type RequestHandler } from 'express';
import { Counter } from 'prom-client';
import { store } from './store.ts';

const httpRequestsTotal = new Counter({
  name: 'http_requests_total',
  help: 'Total number of requests',
});

const api = express();

const countRequest: RequestHandler = (_req, _res, next) => {
  httpRequestsTotal.inc();
  next();
};

const products = express.Router();
products.get('/', async (_req, res) => {
  await store.listProducts();
  res.type('text').send('product');
});
products.post('/', async (_req, res) => {
  await store.createProduct();
  res.status(201).type('text').send('created product');
});

const cart = express.Router();
cart.get('/', async (_req, res) => {
  await store.readCart();
  res.type('text').send('cart');
});
cart.post('/', async (_req, res) => {
  await store.createCart();
  res.status(201).type('text').send('created cart');
});

api.use('/products', countRequest, products);
api.use('/cart', countRequest, cart);

api.use((_req, res) => {
  res.status(404).type('text').send('page not found');
});

api.listen(3000, '127.0.0.1', (error) => {
  if (error) throw error;
});
