// From discovered addresses to the Alertmanagers that alerts are sent to: each a URL.
import { posix } from 'node:path';
import type { AlertmanagerConfig, TargetGroup } from '../config/index.ts';
import { escapedPath } from '../client/escaped-path.ts';
import { relabel, type MutableLabels } from '../relabeling/apply.ts';

const PATH_LABEL = '__alerts_path__';

export interface Alertmanagers {
  /** URLs, each once. */
  readonly active: readonly string[];
  /** The URLs that relabeling rules dropped, as they were before. */
  readonly dropped: readonly string[];
  /** Why a group is left out. */
  readonly problems: readonly string[];
}

/** The Alertmanagers of some groups, relabeled. As in Prometheus, one that is invalid leaves out its whole group. */
export function alertmanagersOf(config: AlertmanagerConfig, groups: readonly TargetGroup[]): Alertmanagers {
  const outcomes = groups.map((group) => ofGroup(config, group));
  return {
    active: [...new Set(outcomes.flatMap(({ active }) => active))],
    dropped: outcomes.flatMap(({ dropped }) => dropped),
    problems: outcomes.flatMap(({ problems }) => problems),
  };
}

function ofGroup(config: AlertmanagerConfig, group: TargetGroup): Alertmanagers {
  const active: string[] = [];
  const dropped: string[] = [];
  for (const address of group.targets) {
    const labels: MutableLabels = new Map([
      ['__scheme__', config.scheme],
      [PATH_LABEL, posix.join('/', config.pathPrefix, '/api/v2/alerts')],
    ]);
    for (const [name, value] of Object.entries(group.labels)) labels.set(name, value);
    labels.set('__address__', address);
    const discoveredUrl = urlOf(labels);
    const outcome = relabel(labels, config.relabelRules);
    if (outcome === 'too-long') return leftOut('relabel_configs make its labels longer than 1 MiB');
    if (outcome === 'dropped') {
      dropped.push(discoveredUrl);
      continue;
    }
    const relabeled = labels.get('__address__') ?? '';
    if (relabeled.includes('/')) return leftOut(`${JSON.stringify(relabeled)} is not a valid hostname`);
    active.push(urlOf(labels));
  }
  return { active, dropped, problems: [] };
}

function leftOut(problem: string): Alertmanagers {
  return { active: [], dropped: [], problems: [problem] };
}

function urlOf(labels: MutableLabels): string {
  const path = escapedPath(labels.get(PATH_LABEL) ?? '');
  const scheme = labels.get('__scheme__') ?? '';
  const start = scheme === '' ? '//' : `${scheme}://`;
  return `${start}${labels.get('__address__') ?? ''}${path === '' || path.startsWith('/') ? path : `/${path}`}`;
}
