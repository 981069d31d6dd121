import { createServer } from 'node:http';
import { Counter, register } from 'prom-client';

export const httpRequestsTotal = new Counter({
  name: 'http_requests_total',
  help: 'Total number of requests',
});

export function startMetrics() {
  const server = createServer(async (_req, res) => {
    res.setHeader('Content-Type', register.contentType);
    res.end(await register.metrics());
  });
  server.listen(8000, '127.0.0.1');
}
