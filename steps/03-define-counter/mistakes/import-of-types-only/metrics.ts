// mistake: client-not-used — only a type is imported from the file
import { Counter } from 'prom-client';

export const httpRequestsTotal = new Counter({
  name: 'http_requests_total',
  help: 'Total number of requests',
});
