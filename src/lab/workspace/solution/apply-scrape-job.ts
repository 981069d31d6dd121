// Adds a scrape job or rule files to the workspace's prometheus.yml by editing the document: comments and layout stay.
import path from 'node:path';
import { workspaceError } from '../contract/errors.ts';
import { applyFiles } from './apply-files.ts';
import type { ApplyReport } from '../files/change-report.ts';
import { SCRAPE_CONFIG_FILE } from '../../model/file-state.ts';
import { readTextFile } from '../files/text.ts';
import type { Workspace } from '../files/place.ts';

export interface ScrapeJob {
  readonly job: string;
  /** `localhost:8000` */
  readonly target: string;
  /** The most samples that a scrape may have. @default as it is */
  readonly sampleLimit?: number | undefined;
}

export interface ApplyScrapeJobOptions extends ScrapeJob {
  /** @default 'prometheus.yml' */
  readonly file?: string;
  /** Names the folder of the backup. */
  readonly step: string;
  /** @default now */
  readonly now?: Date;
}

/** Adds or repairs one scrape job. Rejects with a LabError if the file is not YAML that can be edited. */
export async function applyScrapeJob(
  workspace: Workspace,
  options: ApplyScrapeJobOptions,
): Promise<ApplyReport> {
  const { file = SCRAPE_CONFIG_FILE, step, now, ...wanted } = options;
  const existing = await readTextFile(path.join(workspace.dir, file));
  if (existing === undefined) throw workspaceError('file-missing', { file });
  const text = await addJob(existing.text, wanted);
  return applyFiles(workspace, {
    files: new Map([[file, text]]),
    step,
    ...(now === undefined ? {} : { now }),
  });
}

/** The text of a Prometheus configuration with the job added. Rejects with a LabError where it cannot be edited. */
export async function addJob(text: string, { job, target, sampleLimit }: ScrapeJob): Promise<string> {
  // Loaded here because the YAML parser costs more than the rest of the room.
  const { addScrapeJob } = await import('../scrape-job/edit.ts');
  const { limitJob } = await import('../scrape-job/sample-limit.ts');
  const edit = addScrapeJob(text, { job, target });
  if (edit.status !== 'rejected')
    return sampleLimit === undefined ? edit.text : limitJob(edit.text, job, sampleLimit);
  const { line, problem } = edit;
  throw workspaceError('scrape-config-broken', { line, problem });
}

/** The text of a Prometheus configuration that loads the rule files. Rejects with a LabError where it cannot be edited. */
export async function listRuleFiles(text: string, files: readonly string[]): Promise<string> {
  const { addRuleFiles } = await import('../scrape-job/rule-files.ts');
  const edited = addRuleFiles(text, files);
  if (edited !== undefined) return edited;
  throw workspaceError('scrape-config-broken', { line: 1, problem: { kind: 'no-edit' } });
}
