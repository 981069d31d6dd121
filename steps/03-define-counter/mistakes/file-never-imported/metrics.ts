// mistake: client-not-used — the counter is in a file that no file imports
import { Counter } from 'prom-client';

export const httpRequestsTotal = new Counter({
  name: 'http_requests_total',
  help: 'Total number of requests',
});
