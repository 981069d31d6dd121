import { Counter } from 'prom-client';

const httpRequestsTotal = new Counter({
  name: 'http_requests_total',
  help: 'Total number of requests',
});

export function countRequest() {
  httpRequestsTotal.inc();
}
