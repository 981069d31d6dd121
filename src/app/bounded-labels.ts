// The shop API, with three metrics: how many requests it has answered, and how long they took, for each path, method
// and status code, and how many requests are in progress now. Whatever visitors ask for, the labels have few values.
import express, { type Router } from 'express';
import { Counter, Gauge, Histogram, register } from 'prom-client';
import { categories, products } from './catalog.ts';
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

const httpRequestDurationSeconds = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Duration of requests in seconds',
  labelNames: ['path', 'method', 'code'],
  // Upper bounds in seconds. The shop promises to respond within 0.3 seconds, so one of them is exactly that.
  buckets: [0.05, 0.1, 0.2, 0.3, 0.5, 1, 2],
});

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

// Visitors choose the method, too. All that the shop has no use for share one value.
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const OTHER_METHOD = 'other';

// nginx uses this code for requests whose client disconnected before the response. It never goes over the network.
const CLIENT_CLOSED_REQUEST = 499;

// This runs at the start of each request, whatever its path. A response closes exactly once: after it
// was sent, after it failed, or after the client disconnected. Only then is its outcome known.
api.use((req, res, next) => {
  inprogressRequests.inc();
  const stopTimer = httpRequestDurationSeconds.startTimer();
  res.once('close', () => {
    const { mountPath = '' } = res.locals;
    const labels = {
      // The route that has handled the request, as it was written: the path of its router, if any, and its pattern.
      path: req.route === undefined ? UNMATCHED : `${mountPath}${req.route.path}`,
      method: METHODS.includes(req.method) ? req.method : OTHER_METHOD,
      // Before a response is sent, its status code is 200. If it never was sent, that means nothing.
      code: res.writableFinished ? res.statusCode : CLIENT_CLOSED_REQUEST,
    };
    inprogressRequests.dec();
    httpRequestsTotal.inc(labels);
    stopTimer(labels);
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

// Mounts a router, and keeps its path for the label: Express has it in `req.baseUrl` while the router runs, but no
// longer when the response closes after a handler has thrown.
function mount(path: string, router: Router): void {
  api.use(path, (_req, res, next) => {
    res.locals['mountPath'] = path;
    next();
  });
  api.use(path, router);
}

mount('/products', products);
mount('/categories', categories);

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
