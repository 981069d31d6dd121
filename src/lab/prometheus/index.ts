// The front door of the prometheus room.
export { createPrometheusApi } from './api-client.ts';
export { labCacheDir } from './cache-dir.ts';
export { parsePrometheusChoice, resolvePrometheusChoice } from './choose.ts';
export type { PrometheusChoice, ResolvedPrometheus } from './choose.ts';
export { findPrometheus } from './find.ts';
export { installPrometheus } from './install/install.ts';
export type { InstallProgress } from './install/install.ts';
export { openPrometheus } from './open.ts';
