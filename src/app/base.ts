// The shop API: a small web shop with products and a cart. It works, but you cannot see what it is doing.
// You add metrics to it, step by step. Comments that name a step show where its code goes.
import express from 'express';
import { store } from './store.ts';

// Step 3, define-counter: import from 'prom-client' above, and define the request counter here.

// Step 10, count-errors: define the error counter here.

// Step 13, in-progress: define the gauge here.

// Only programs on this computer can reach the shop.
const HOST = '127.0.0.1';
const API_PORT = 3000;

const api = express();

// Step 13, in-progress: code placed here runs at the start of each request, whatever its path.

api.get('/products', async (_req, res) => {
  // Step 4, count-requests: count the request here, and in the three handlers below.
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

// Express tries the handlers from top to bottom. A request that none of them has handled arrives here.
api.use((_req, res) => {
  // Step 10, count-errors: count the error here.
  res.status(404).type('text').send('page not found');
});

api.listen(API_PORT, HOST, (error) => {
  if (error) {
    console.error(`The API cannot listen on port ${API_PORT}: ${error.message}`);
    process.exit(1);
  }
  console.log(`The API listens on http://localhost:${API_PORT}`);
});

// Step 5, expose-metrics: serve the metrics on port 8000 here, with a second Express app.
