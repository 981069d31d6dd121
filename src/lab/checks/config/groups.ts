// Judges the targets of a job in prometheus.yml: static_configs, its groups, and each target as it is written. Pure.
import type { Fail } from '../../model/verdict.ts';
import {
  findMisspelled,
  isNothing,
  itemsOf,
  pairsOf,
  placeOf,
  scalarOf,
  sourceOf,
  type Pair,
  type Place,
} from './nodes.ts';
import { groupKeys } from './keys.ts';
import { judgeTarget, type AppPorts } from './target.ts';
import { sourceLine, type ConfigText } from './document.ts';
import { failed } from '../facts/verdicts.ts';

/** A job as the file has it. */
export interface Job {
  readonly name: string | undefined;
  readonly line: number;
  readonly pairs: readonly Pair[];
  /** The file that has it. */
  readonly config: ConfigText;
}

/** What is wrong with the targets of a job; undefined where one of them is right, or they come from elsewhere. */
export function judgeGroups(job: Job, name: string, ports: AppPorts): Fail | undefined {
  const { config } = job;
  const { file } = config;
  const list = job.pairs.find(({ key }) => key === 'static_configs');
  if (list === undefined || isNothing(list.value)) {
    // Targets from elsewhere are a right way: the running Prometheus tells whether they work.
    if (job.pairs.some(({ key }) => key.endsWith('_sd_configs'))) return undefined;
    const hasTargets = job.pairs.some(({ key }) => key === 'targets');
    return failed('static-configs-missing', { at: { file, line: job.line }, job: name, hasTargets });
  }
  const groups = itemsOf(config, list.value);
  if (groups === undefined)
    return failed('static-configs-not-a-list', sourceOf(config, list.value, list.line));
  const targets: { readonly text: string; readonly place: Place }[] = [];
  for (const group of groups) {
    const read = readTargets(config, group, list.line);
    if ('fault' in read) return read.fault;
    targets.push(...read.targets);
  }
  if (targets.length === 0) return failed('targets-missing', sourceLine(config, list.line));
  // Where a rule makes the address from something else, the target may be anything: Prometheus tells whether it works.
  if (setsAddress(job)) return undefined;
  return judgeTargets(config, targets, list.line, ports);
}

function setsAddress({ config, ...job }: Job): boolean {
  const rules = itemsOf(config, job.pairs.find(({ key }) => key === 'relabel_configs')?.value) ?? [];
  return rules.some((rule) =>
    pairsOf(config, rule)?.some(
      ({ key, value }) => key === 'target_label' && scalarOf(value) === '__address__',
    ),
  );
}

function readTargets(
  config: ConfigText,
  group: Place,
  line: number,
):
  | { readonly targets: readonly { readonly text: string; readonly place: Place }[] }
  | { readonly fault: Fail } {
  const pairs = pairsOf(config, group);
  if (pairs === undefined)
    return { fault: failed('not-a-mapping', { ...sourceOf(config, group, line), what: 'group' }) };
  const misspelled = findMisspelled(config, pairs, groupKeys);
  if (misspelled !== undefined) return { fault: misspelled };
  const field = pairs.find(({ key }) => key === 'targets');
  if (field === undefined || isNothing(field.value))
    return { fault: failed('targets-missing', sourceLine(config, field?.line ?? line)) };
  const items = itemsOf(config, field.value);
  if (items === undefined) {
    const source = sourceLine(config, field.line);
    return { fault: failed('targets-not-a-list', { ...source, slip: slipIn(source.text) }) };
  }
  const targets = items.map((item) => ({ text: textOfTarget(item), place: item }));
  const broken = targets.find(({ text }) => text === undefined);
  if (broken !== undefined) {
    return {
      fault: brokenTarget(config, broken.place, field.line),
    };
  }
  return { targets: targets.map(({ text, place }) => ({ text: text ?? '', place })) };
}

function slipIn(text: string): 'quoted-list' | 'other-brackets' | undefined {
  if (/targets: *['"]\[/.test(text)) return 'quoted-list';
  return /targets: *[({]/.test(text) ? 'other-brackets' : undefined;
}

/** An item of the list that is not text: the colon of `localhost: 8000` makes a key of the host. */
function brokenTarget(config: ConfigText, place: Place, fallback: number): Fail {
  const source = sourceOf(config, place, fallback);
  const host = pairsOf(config, place)?.[0]?.key ?? '';
  return host === '' ? failed('target-not-text', source) : failed('target-with-space', { ...source, host });
}

function textOfTarget(item: Place): string | undefined {
  const value = scalarOf(item);
  return value === undefined ? undefined : String(value);
}

function judgeTargets(
  config: ConfigText,
  targets: readonly { readonly text: string; readonly place: Place }[],
  line: number,
  ports: AppPorts,
): Fail | undefined {
  const judged = targets.map(({ text, place }) => judgeTarget(text, placeOf(config, place, line), ports));
  const isRight = judged.some(({ status }) => status === 'right');
  // One right target is enough, but Prometheus refuses the whole file for one that is malformed.
  const wrong = judged.find(({ status }) => status === 'malformed') ?? (isRight ? undefined : judged[0]);
  return wrong === undefined || wrong.status === 'right' ? undefined : wrong.fault;
}
