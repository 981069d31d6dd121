// The text of prometheus.yml -> a Config with every default in place, or all that is wrong with it.
import { dirname, resolve } from 'node:path';
import { isPattern } from '../../files/pattern.ts';
import { ABSENT_SECTIONS } from './absent-fields.ts';
import { alertingConfig, NO_ALERTING } from './alerting.ts';
import { targetGroup } from './fields.ts';
import { DEFAULT_GLOBAL, globalConfig } from './global.ts';
import { jobConfig } from './job.ts';
import type { Config, ConfigOutcome, ConfigProblem, GlobalConfig, JobConfig, TargetGroup } from './model.ts';
import type { Node } from 'yaml';
import { remoteWriteConfig } from './remote-write.ts';
import { DEFAULT_STORAGE, storageConfig } from './storage.ts';
import { list, mapping } from './yaml-collections.ts';
import { TooLargeError, YamlReader, type Read } from './yaml-reader.ts';
import { integer, isNullNode, parsed } from './yaml-scalars.ts';

const itself: Read<Node> = (node) => node;

/**
 * Parses a configuration. An empty file is valid and scrapes nothing.
 * @param file its absolute path: for messages, and where the relative paths in it start
 */
export function parseConfig(source: string, file: string): ConfigOutcome {
  let reader;
  try {
    reader = new YamlReader(source);
    const outcome = readRoot(reader, file);
    if (reader.problems.length === 0) return { status: 'ok', ...outcome };
  } catch (error) {
    if (!(error instanceof TooLargeError)) throw error;
    return failure(file, [{ message: error.message }]);
  }
  return failure(file, reader.problems);
}

const readJobs = (global: GlobalConfig, elsewhere?: ReadonlyMap<string, string>): Read<JobConfig[]> =>
  list('[]*config.ScrapeConfig', jobConfig(global, elsewhere), 'empty or null scrape config section');

/** As in Prometheus: an asterisk only in the last part of the path (config.go, patRulePath), and closed brackets. */
function filePattern(what: string): Read<string> {
  return parsed((source) => {
    if (!/^[^*]*(?:\*[^/]*)?$/.test(source)) return { problem: `invalid ${what} file path "${source}"` };
    if (!isPattern(source))
      return { problem: `error retrieving ${what} files for "${source}": syntax error in pattern` };
    return { value: source };
  });
}

/**
 * Parses a file that scrape_config_files names: jobs and nothing else.
 * @param file its absolute path
 * @param elsewhere the names of the jobs before it, each with its file
 */
export function parseIncludedJobs(
  source: string,
  file: string,
  global: GlobalConfig,
  elsewhere: ReadonlyMap<string, string>,
):
  | { readonly status: 'ok'; readonly jobs: readonly JobConfig[] }
  | { readonly status: 'error'; readonly message: string; readonly problems: readonly ConfigProblem[] } {
  try {
    const reader = new YamlReader(source);
    const { root } = reader;
    const fields =
      root === null || isNullNode(root) || reader.problems.length > 0
        ? undefined
        : mapping('ScrapeConfigs', { scrape_configs: readJobs(global, elsewhere) })(root, reader);
    if (reader.problems.length > 0) return failure(file, reader.problems);
    const jobs = fields?.scrape_configs ?? [];
    return { status: 'ok', jobs: jobs.map((job) => withPathsFrom(dirname(file), job)) };
  } catch (error) {
    if (!(error instanceof TooLargeError)) throw error;
    return failure(file, [{ message: error.message }]);
  }
}

/** Relative paths of an included job start at its own file's folder. */
function withPathsFrom(dir: string, job: JobConfig): JobConfig {
  const fileDiscoveries = job.fileDiscoveries.map((discovery) => ({
    ...discovery,
    files: discovery.files.map((file) => resolve(dir, file)),
  }));
  return { ...job, fileDiscoveries };
}

/** Parses a file of targets for file_sd_configs, YAML or JSON (which is YAML). */
export function parseTargetFile(
  source: string,
  file: string,
):
  | { readonly status: 'ok'; readonly groups: readonly TargetGroup[] }
  | { readonly status: 'error'; readonly message: string } {
  try {
    const reader = new YamlReader(source);
    const { root } = reader;
    const groups =
      root === null || reader.problems.length > 0
        ? []
        : list('[]*targetgroup.Group', targetGroup)(root, reader);
    return reader.problems.length === 0
      ? { status: 'ok', groups: groups ?? [] }
      : failure(file, reader.problems);
  } catch (error) {
    if (!(error instanceof TooLargeError)) throw error;
    return failure(file, [{ message: error.message }]);
  }
}

/** The message of a file that cannot be used, in the form that Prometheus gives it. */
export function failure(
  file: string,
  problems: readonly ConfigProblem[],
): ConfigOutcome & { readonly status: 'error' } {
  const ordered = problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
  const told = ordered.map(({ line, message }) =>
    line === undefined ? message : `line ${line}: ${message}`,
  );
  const [first = ''] = told;
  const what =
    told.length === 1 ? first : `yaml: unmarshal errors:\n${told.map((one) => `  ${one}`).join('\n')}`;
  return { status: 'error', message: `parsing YAML file ${file}: ${what}`, problems: ordered };
}

function readRoot(
  reader: YamlReader,
  file: string,
): { readonly config: Config; readonly warnings: readonly string[] } {
  const empty: Config = {
    file,
    global: DEFAULT_GLOBAL,
    alerting: NO_ALERTING,
    jobs: [],
    scrapeConfigFiles: [],
    includedJobs: [],
    ruleFiles: [],
    storage: DEFAULT_STORAGE,
    remoteWrites: [],
  };
  const { root } = reader;
  if (reader.problems.length > 0 || root === null || isNullNode(root)) return { config: empty, warnings: [] };
  // The jobs take their defaults from the global section, wherever in the file it stands: so it is read first.
  let global: GlobalConfig = DEFAULT_GLOBAL;
  const readGlobal: Read<true> = (node, inner) => {
    global = globalConfig(node, inner) ?? global;
    return true;
  };
  const fields = mapping(
    'Config',
    {
      global: readGlobal,
      runtime: mapping('RuntimeConfig', { gogc: integer }),
      rule_files: list('[]string', filePattern('rule')),
      scrape_config_files: list('[]string', filePattern('scrape config')),
      alerting: alertingConfig,
      storage: storageConfig,
      remote_write: list(
        '[]*config.RemoteWriteConfig',
        remoteWriteConfig(),
        'empty or null remote write config section',
      ),
      scrape_configs: itself,
    },
    ABSENT_SECTIONS,
  )(root, reader);
  const jobs =
    fields?.scrape_configs === undefined ? [] : (readJobs(global)(fields.scrape_configs, reader) ?? []);
  const ruleFiles = fields?.rule_files ?? [];
  const warnings: string[] = [];
  if (fields?.runtime !== undefined) warnings.push('runtime: the embedded server has no Go runtime to set');
  const scrapeConfigFiles = fields?.scrape_config_files ?? [];
  const alerting = fields?.alerting ?? NO_ALERTING;
  const storage = fields?.storage ?? DEFAULT_STORAGE;
  const remoteWrites = fields?.remote_write ?? [];
  return {
    config: { ...empty, global, alerting, jobs, scrapeConfigFiles, ruleFiles, storage, remoteWrites },
    warnings,
  };
}
