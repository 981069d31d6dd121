// Reads prometheus.yml from disk, and the files that it includes.
import { dirname } from 'node:path';
import { findFiles } from '../../files/pattern.ts';
import { unreachable } from '../../unreachable.ts';
import type { Config, ConfigOutcome, JobConfig } from './model.ts';
import { failure, parseConfig, parseIncludedJobs } from './parse.ts';
import { readYamlSource } from './read-source.ts';

type Failed = ConfigOutcome & { readonly status: 'error' };

/** Loads a configuration file; a file that cannot be read is an outcome like any other error. */
export async function loadConfig(file: string): Promise<ConfigOutcome> {
  const read = await readSource(file);
  if ('failed' in read) return read.failed;
  const parsed = parseConfig(read.source, file);
  if (parsed.status === 'error' || parsed.config.scrapeConfigFiles.length === 0) return parsed;
  const included = await loadIncluded(parsed.config);
  if ('failed' in included) return included.failed;
  return { ...parsed, config: { ...parsed.config, includedJobs: included.jobs } };
}

async function loadIncluded(
  config: Config,
): Promise<{ readonly jobs: readonly JobConfig[] } | { readonly failed: Failed }> {
  const names = new Map(config.jobs.map(({ jobName }) => [jobName, 'main config file']));
  const jobs: JobConfig[] = [];
  for (const pattern of config.scrapeConfigFiles) {
    for (const file of await findFiles(pattern, dirname(config.file))) {
      const read = await readSource(file);
      if ('failed' in read) return read;
      const outcome = parseIncludedJobs(read.source, file, config.global, names);
      if (outcome.status === 'error') return { failed: outcome };
      for (const { jobName } of outcome.jobs) names.set(jobName, JSON.stringify(file));
      jobs.push(...outcome.jobs);
    }
  }
  return { jobs };
}

async function readSource(file: string): Promise<{ readonly source: string } | { readonly failed: Failed }> {
  const read = await readYamlSource(file);
  switch (read.status) {
    case 'ok':
      return read;
    case 'refused':
      return { failed: failure(file, [{ message: read.message }]) };
    case 'unreadable': {
      const problem = { message: read.isMissing ? 'the file is not there' : read.message };
      return { failed: { status: 'error', message: read.message, problems: [problem] } };
    }
    default:
      return unreachable(read);
  }
}
