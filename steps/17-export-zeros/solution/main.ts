// The shop API, with two metrics: how many requests it has answered, for each path, method and status code,
// and how many requests are in progress now.
// Comments that name a step show where its code goes.
import express from 'express';
import { Counter, Gauge, register } from 'prom-client';
import { store } from './store.ts';

const httpRequestsTotal = new Counter({
  name: 'http_requests_total',
  help: 'Total number of requests',
  labelNames: ['path', 'method', 'code'],
});

// A series appears when it is first incremented. Adding 0 at the start makes the failures of each route exist before
// the first one, so Prometheus sees them go from 0 to 1.
for (const path of ['/products', '/cart']) {
  for (const method of ['GET', 'POST']) {
    httpRequestsTotal.inc({ path, method, code: 500 }, 0);
  }
}

const inprogressRequests = new Gauge({
  name: 'inprogress_requests',
  help: 'Total number of requests in progress',
});

// Only programs on this computer can reach the shop.
const HOST = '127.0.0.1';
const API_PORT = 3000;
const METRICS_PORT = 8000;

const api = express();

// The value of the label `path` for all requests that match no route. Visitors can invent as many missing paths as they
// like, so the path of the request itself would create series without end.
const UNMATCHED = 'unmatched';

// nginx uses this code for requests whose client disconnected before the response. It never goes over the network.
const CLIENT_CLOSED_REQUEST = 499;

// This runs at the start of each request, whatever its path. A response closes exactly once: after it
// was sent, after it failed, or after the client disconnected. Only then is its outcome known.
api.use((req, res, next) => {
  inprogressRequests.inc();
  res.once('close', () => {
    inprogressRequests.dec();
    httpRequestsTotal.inc({
      // The route that has handled the request, as it was written below.
      path: req.route === undefined ? UNMATCHED : req.route.path,
      method: req.method,
      // Before a response is sent, its status code is 200. If it never was sent, that means nothing.
      code: res.writableFinished ? res.statusCode : CLIENT_CLOSED_REQUEST,
    });
  });
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

// Express tries the handlers from top to bottom. A request that none of them has handled arrives here.
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
