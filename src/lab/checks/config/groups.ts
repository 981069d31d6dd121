// Judges the targets of a job in prometheus.yml: static_configs, its groups, and each target as it is written. Pure.
import type { Fail } from '../../model/verdict.ts';
import {
  findMisspelled,
  isNothing,
  itemsOf,
  notAMapping,
  pairsOf,
  placeOf,
  scalarOf,
  type Pair,
  type Place,
} from './nodes.ts';
import { groupKeys } from './keys.ts';
import { judgeTarget, type AppPorts } from './target.ts';
import type { ConfigText } from './document.ts';
import { fail } from '../facts/verdicts.ts';
import { shortened } from '../facts/wording.ts';

/** A job as it stands in the file. */
export interface Job {
  readonly name: string | undefined;
  readonly line: number;
  readonly pairs: readonly Pair[];
  /** The file that it stands in. */
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
    return fail(
      'static-configs-missing',
      `${file}:${job.line}: the job ${name} has no ${hasTargets ? 'static_configs around its targets' : 'targets'}.`,
      {
        expected: 'static_configs with a list of targets',
        hint: hasTargets
          ? 'targets belongs to an item of static_configs: indented below it, with a dash.'
          : 'Where should Prometheus find the app? See how the first job says it.',
      },
    );
  }
  const groups = itemsOf(config, list.value);
  if (groups === undefined) {
    return fail(
      'static-configs-not-a-list',
      `${placeOf(config, list.value, list.line)}: static_configs has to be a list.`,
      {
        expected: '- targets: …',
        observed: shortened(config.lineText(config.lineAt(list.value?.range?.[0]))),
        hint: 'Each item of a list begins with a dash and a space.',
      },
    );
  }
  const targets: { readonly text: string; readonly place: Place }[] = [];
  for (const group of groups) {
    const read = readTargets(config, group, list.line);
    if ('fault' in read) return read.fault;
    targets.push(...read.targets);
  }
  if (targets.length === 0) return noTargets(config, list.line);
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
  if (pairs === undefined) return { fault: notAMapping(config, group, line, 'each item of static_configs') };
  const misspelled = findMisspelled(config, pairs, groupKeys);
  if (misspelled !== undefined) return { fault: misspelled };
  const field = pairs.find(({ key }) => key === 'targets');
  if (field === undefined || isNothing(field.value)) return { fault: noTargets(config, field?.line ?? line) };
  const items = itemsOf(config, field.value);
  if (items === undefined) {
    return {
      fault: fail(
        'targets-not-a-list',
        `${config.file}:${field.line}: targets has to be a list, also for a single target.`,
        {
          expected: 'a list: square brackets, or a dash for each target',
          observed: shortened(config.lineText(field.line)),
          hint: hintForList(config.lineText(field.line)),
        },
      ),
    };
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

function hintForList(text: string): string {
  if (/targets: *['"]\[/.test(text))
    return 'The quotes belong inside the square brackets, around the target.';
  if (/targets: *[({]/.test(text)) return 'A list in one line stands between square brackets: [ and ].';
  return 'See how the first job writes its targets.';
}

/** An item of the list that is no text: the colon of `localhost: 8000` makes a key of the host. */
function brokenTarget(config: ConfigText, place: Place, fallback: number): Fail {
  const at = placeOf(config, place, fallback);
  const line = place?.range ? config.lineAt(place.range[0]) : fallback;
  const details = { expected: 'host:port', observed: shortened(config.lineText(line)) };
  const key = pairsOf(config, place)?.[0]?.key ?? '';
  if (key !== '') {
    return fail('target-invalid', `${at}: a space follows the colon of this target.`, {
      ...details,
      hint: `To YAML a colon and a space make a key of ${shortened(key, 40)}: write the target without spaces, in quotes.`,
    });
  }
  return fail('target-invalid', `${at}: this item of the list is no target.`, {
    ...details,
    hint: 'A target is a host, a colon and a port. Put it in quotes where it has brackets.',
  });
}

function textOfTarget(item: Place): string | undefined {
  const value = scalarOf(item);
  return value === undefined ? undefined : String(value);
}

function noTargets(config: ConfigText, line: number): Fail {
  return fail('targets-missing', `${config.file}:${line}: there are no targets here.`, {
    expected: 'targets with a list of host:port',
    observed: shortened(config.lineText(line)),
    hint: 'Where should Prometheus find the app? See how the first job says it.',
  });
}

function judgeTargets(
  config: ConfigText,
  targets: readonly { readonly text: string; readonly place: Place }[],
  line: number,
  ports: AppPorts,
): Fail | undefined {
  const judged = targets.map((target) => ({ ...target, judgement: judgeTarget(target.text, ports) }));
  const isRight = judged.some(({ judgement }) => judgement.status === 'right');
  // One right target is enough, but Prometheus refuses the whole file for one that is malformed.
  const wrong =
    judged.find(({ judgement }) => judgement.status === 'malformed') ?? (isRight ? undefined : judged[0]);
  if (wrong === undefined || wrong.judgement.status === 'right') return undefined;
  const { code, message, hint } = wrong.judgement;
  return fail(code, `${placeOf(config, wrong.place, line)}: ${message}`, {
    expected: 'host:port of the metrics',
    observed: shortened(wrong.text),
    hint,
  });
}
