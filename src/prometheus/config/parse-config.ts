// The text of prometheus.yml -> a Config with every default in place, or all that is wrong with it.
import { ABSENT_SECTIONS } from './absent-fields.ts';
import { targetGroup } from './fields.ts';
import { DEFAULT_GLOBAL, globalConfig } from './global-config.ts';
import { jobConfig } from './job-config.ts';
import type { Config, ConfigOutcome, ConfigProblem, GlobalConfig, TargetGroup } from './model.ts';
import type { Node } from 'yaml';
import { isNullNode, list, mapping, text, TooLargeError, YamlReader, type Read } from './yaml-reader.ts';

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
  const empty: Config = { file, global: DEFAULT_GLOBAL, jobs: [], ruleFiles: [] };
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
      runtime: mapping('RuntimeConfig', { gogc: text }),
      rule_files: list('[]string', text),
      alerting: itself,
      scrape_configs: itself,
    },
    ABSENT_SECTIONS,
  )(root, reader);
  const readJobs = list('[]*config.ScrapeConfig', jobConfig(global), 'empty or null scrape config section');
  const jobs = fields?.scrape_configs === undefined ? [] : (readJobs(fields.scrape_configs, reader) ?? []);
  const ruleFiles = fields?.rule_files ?? [];
  const warnings: string[] = [];
  if (ruleFiles.length > 0)
    warnings.push('rule_files: the embedded server evaluates no rules; these files are not read');
  if (fields?.alerting !== undefined) warnings.push('alerting: the embedded server sends no alerts');
  if (fields?.runtime !== undefined) warnings.push('runtime: the embedded server has no Go runtime to set');
  return { config: { file, global, jobs, ruleFiles }, warnings };
}
