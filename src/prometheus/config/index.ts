// The public interface of the configuration.
export { formatLoadedConfig } from './format.ts';
export { loadConfig } from './load.ts';
export type {
  AlertmanagerConfig,
  Config,
  FileDiscovery,
  JobConfig,
  RemoteWriteConfig,
  ScrapeLimits,
  ScrapeProtocol,
  TargetGroup,
} from './model.ts';
export { redactedUrl, remoteWriteKey } from './remote-write.ts';
export { parseConfig, parseTargetFile } from './parse.ts';
export type { RelabelAction, RelabelRule } from './relabel-rule.ts';
