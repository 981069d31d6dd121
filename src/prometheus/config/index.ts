// The front door of the configuration.
export { formatLoadedConfig } from './format-config.ts';
export { loadConfig } from './load-config.ts';
export type { Config, FileDiscovery, JobConfig, ScrapeLimits, ScrapeProtocol, TargetGroup } from './model.ts';
export { parseConfig, parseTargetFile } from './parse-config.ts';
export type { RelabelAction, RelabelRule } from './relabel-rule.ts';
