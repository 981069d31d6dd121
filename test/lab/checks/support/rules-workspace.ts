// A workspace with rules, and a Prometheus in memory that has loaded them: for checks of kinds that are about rules.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';
import { checkSchema, runCheck, type CheckSpec } from '../../../../src/lab/checks/index.ts';
import { readRuleFiles } from '../../../../src/lab/checks/rules/config.ts';
import type { Verdict } from '../../../../src/lab/model/verdict.ts';
import { createSimulator } from '../../../../src/lab/prometheus/simulating/simulator.ts';
import { contextWith } from './context.ts';
import { fakePrometheus, type FakeAnswers } from './fake-prometheus.ts';

const STEPS = path.join(import.meta.dirname, '../../../../steps');

export const CONFIG = `global:
  scrape_interval: 15s
  evaluation_interval: 15s
rule_files: [rules.yml]
scrape_configs: []
`;

/** The check that a text in YAML describes, as an author writes it. */
export function specOf(yaml: string): CheckSpec {
  return v.parse(checkSchema, parse(yaml));
}

/** The first check of a step of the course. */
export async function specOfStep(folder: string): Promise<CheckSpec> {
  const text = await readFile(path.join(STEPS, folder, 'step.md'), 'utf8');
  const front: unknown = parse(/^---\n([\s\S]*?)\n---/.exec(text)?.[1] ?? '');
  return v.parse(v.looseObject({ checks: v.pipe(v.array(checkSchema), v.minLength(1)) }), front)
    .checks[0] as CheckSpec;
}

/** The rules of a step's solution. */
export const solutionOf = (folder: string): Promise<string> =>
  readFile(path.join(STEPS, folder, 'solution/rules.yml'), 'utf8');

/** Judges files of a workspace; Prometheus has loaded what the files say unless told otherwise. */
export async function judgeFiles(
  spec: CheckSpec,
  files: Readonly<Record<string, string>>,
  answers: FakeAnswers = {},
): Promise<Verdict> {
  const dir = await mkdtemp(path.join(tmpdir(), 'rules-'));
  try {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(dir, file)), { recursive: true });
      await writeFile(path.join(dir, file), text);
    }
    const rules = answers.rules ?? (await loadedRules(dir, files['prometheus.yml'] ?? ''));
    return await runCheck(
      spec,
      contextWith({
        workspaceDir: dir,
        readFile: (file) => readFile(path.join(dir, file), 'utf8').catch(() => undefined),
        prometheus: () => Promise.resolve(fakePrometheus({ ...answers, rules })),
        seed: '7',
      }),
    );
  } finally {
    await rm(dir, { recursive: true });
  }
}

/** The same with rules.yml alone. */
export const judgeRules = (spec: CheckSpec, rules: string, answers?: FakeAnswers): Promise<Verdict> =>
  judgeFiles(spec, { 'prometheus.yml': CONFIG, 'rules.yml': rules }, answers);

async function loadedRules(dir: string, config: string) {
  const read = readRuleFiles({ file: 'prometheus.yml', text: config }, dir);
  if ('fault' in read) return [];
  const run = await createSimulator().runRules(
    { rules: read.asked, timelines: [] },
    new AbortController().signal,
  );
  if (run.status !== 'ran') return [];
  return run.rules.map((rule) => ({ ...rule, health: 'ok' as const, lastError: '' }));
}

/** A rule file with one group of these rules, each as a flow mapping of YAML. */
export const groupOf = (...rules: readonly string[]): string =>
  `groups:\n  - name: shop\n    rules:\n${rules.map((rule) => `      - ${rule}\n`).join('')}`;
