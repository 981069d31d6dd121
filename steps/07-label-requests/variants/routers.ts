// variant: a router for each path, with its base URL as path
import express, { type RequestHandler } from 'express';
import { Counter, register } from 'prom-client';
import { store } from './store.ts';

const httpRequestsTotal = new Counter({
  name: 'http_requests_total',
  help: 'Total number of requests',
  labelNames: ['path', 'method'],
});

const api = express();

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

const countRequest: RequestHandler = (req, _res, next) => {
  httpRequestsTotal.inc({ path: req.baseUrl, method: req.method });
  next();
};

api.use('/products', countRequest, products);
api.use('/cart', countRequest, cart);

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
