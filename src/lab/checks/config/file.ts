// Judges the text of prometheus.yml, and of the files that it includes, in the order in which a person corrects it. Pure.
import type { Fail } from '../../model/verdict.ts';
import { explainCharacter } from './characters.ts';
import { judgeConfig } from './job.ts';
import { judgeOtherJobs } from './others.ts';
import type { WantedJob } from './wanted.ts';
import type { ConfigText } from './document.ts';
import { parseConfigText } from './text.ts';

/** A configuration file of the workspace. */
export interface ConfigFile {
  readonly file: string;
  readonly text: string;
}

/** What is wrong with a file as YAML; undefined where it is YAML. */
export function judgeSyntax({ file, text }: ConfigFile): Fail | undefined {
  return explained({ file, text }, (one) => faultOf(parseConfigText(file, one)));
}

/**
 * What is wrong with the file that Prometheus reads; undefined where it has the job and the jobs that it began with.
 * `starter` is the text that it began with, and `included` what scrape_config_files adds to it.
 */
export function judgeFile(
  main: ConfigFile,
  wanted: WantedJob,
  starter: string | undefined,
  included: readonly ConfigFile[] = [],
): Fail | undefined {
  const files = [main, ...included];
  const judge = (texts: readonly ConfigFile[]): Fail | undefined => {
    const configs: ConfigText[] = [];
    for (const { file, text } of texts) {
      const parsed = parseConfigText(file, text);
      // An included file may be empty: it adds nothing.
      if ('config' in parsed) configs.push(parsed.config);
      else if (configs.length === 0 || parsed.fault.code !== 'config-empty') return parsed.fault;
    }
    const [config, ...others] = configs;
    if (config === undefined) return undefined;
    const { metrics, api } = wanted.ports;
    return (
      judgeConfig(config, wanted, others) ??
      (starter === undefined
        ? undefined
        : judgeOtherJobs([config, ...others], starter, wanted.name, [...metrics, ...api]))
    );
  };
  const fault = judge(files);
  if (fault === undefined) return undefined;
  const better = files.map(({ file, text }) =>
    explainCharacter(file, text, fault, (one) =>
      judge(files.map((other) => (other.file === file ? { file, text: one } : other))),
    ),
  );
  return better.find((one) => one !== undefined) ?? fault;
}

function explained({ file, text }: ConfigFile, judge: (text: string) => Fail | undefined): Fail | undefined {
  const fault = judge(text);
  return fault === undefined ? undefined : (explainCharacter(file, text, fault, judge) ?? fault);
}

function faultOf(parsed: ReturnType<typeof parseConfigText>): Fail | undefined {
  return 'fault' in parsed ? parsed.fault : undefined;
}
