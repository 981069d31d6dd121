import type { RequestHandler } from 'express';
import { Counter, Gauge } from 'prom-client';

export const httpRequestsTotal = new Counter({
  name: 'http_requests_total',
  help: 'Total number of requests',
  labelNames: ['path', 'method'],
});

export const httpErrorsTotal = new Counter({
  name: 'http_errors_total',
  help: 'Total number of errors',
  labelNames: ['code'],
});

const inprogressRequests = new Gauge({
  name: 'inprogress_requests',
  help: 'Total number of requests in progress',
});

/** Counts a request as in progress until its response is closed. */
export const trackProgress: RequestHandler = (_req, res, next) => {
  inprogressRequests.inc();
  res.once('close', () => inprogressRequests.dec());
  next();
};
