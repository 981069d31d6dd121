// The shop API, with two metrics: how many requests it has received, for each path and method,
// and how many errors it has returned, for each status code.
// Comments that name a step show where its code goes.
import express from 'express';
import { Counter, register } from 'prom-client';
import { store } from './store.ts';

const httpRequestsTotal = new Counter({
  name: 'http_requests_total',
  help: 'Total number of requests',
  labelNames: ['path', 'method'],
});

const httpErrorsTotal = new Counter({
  name: 'http_errors_total',
  help: 'Total number of errors',
  labelNames: ['code'],
});

// Step 13, in-progress: define the gauge here.

// Only programs on this computer can reach the shop.
const HOST = '127.0.0.1';
const API_PORT = 3000;
const METRICS_PORT = 8000;

const api = express();

// Step 13, in-progress: code placed here runs at the start of each request, whatever its path.

api.get('/products', async (_req, res) => {
  httpRequestsTotal.inc({ path: '/products', method: 'GET' });
  await store.listProducts();
  res.status(200).type('text').send('product');
});

api.post('/products', async (_req, res) => {
  httpRequestsTotal.inc({ path: '/products', method: 'POST' });
  await store.createProduct();
  res.status(201).type('text').send('created product');
});

api.get('/cart', async (_req, res) => {
  httpRequestsTotal.inc({ path: '/cart', method: 'GET' });
  await store.readCart();
  res.status(200).type('text').send('cart');
});

api.post('/cart', async (_req, res) => {
  httpRequestsTotal.inc({ path: '/cart', method: 'POST' });
  await store.createCart();
  res.status(201).type('text').send('created cart');
});

// Express tries the handlers from top to bottom. A request that none of them has handled arrives here.
api.use((_req, res) => {
  httpErrorsTotal.inc({ code: 404 });
  res.status(404).type('text').send('page not found');
});

api.listen(API_PORT, HOST, (error) => {
  if (error) {
    console.error(`The API cannot listen on port ${API_PORT}: ${error.message}`);
    process.exit(1);
  }
  console.log(`The API listens on http://localhost:${API_PORT}`);
});

// The metrics have a separate app and port, so reading them does not count as a request to the shop.
const metrics = express();

metrics.get('/metrics', async (_req, res) => {
  res.set('Content-Type', register.contentType);
  res.end(await register.metrics());
});

metrics.listen(METRICS_PORT, HOST, (error) => {
  if (error) {
    console.error(`The metrics cannot listen on port ${METRICS_PORT}: ${error.message}`);
    process.exit(1);
  }
  console.log(`The metrics are at http://localhost:${METRICS_PORT}/metrics`);
});
