// What the targets that Prometheus shows for a job prove. Pure.
import type { ActiveTarget } from '../../model/prometheus-api.ts';
import type { LoadedJob } from './loaded-config.ts';
import { isRefused } from './scrape-errors.ts';

/** What was found out about the job's target. */
export type Found =
  | { readonly status: 'up' }
  | { readonly status: 'renamed' | 'down' | 'stranger'; readonly target: ActiveTarget }
  | { readonly status: 'absent' };

/** What judges the targets that Prometheus shows at one moment. */
export interface Moment {
  readonly loaded: LoadedJob;
  readonly ports: readonly number[];
  readonly own: readonly number[];
  /** When Prometheus had just reloaded: what is still so a moment later proves nothing. */
  readonly earlier: {
    /** Before the reload. */
    readonly nowMs: number;
    readonly targets: ReadonlySet<string>;
  };
  /** Whether the configuration was at work before the check. */
  readonly wasAtWork: boolean;
  /** Whether it is known to be at work now. */
  readonly isAtWork: boolean;
}

/** What the job's targets prove at this moment, undefined where it is too early to say. */
export function judgeTargets(
  targets: readonly ActiveTarget[],
  { loaded, ports, own, earlier, wasAtWork, isAtWork }: Moment,
): Found | undefined {
  const isWanted = (target: ActiveTarget): boolean => ports.includes(portOf(target));
  // A target that was not there before shows that the new configuration is at work; one that the file no longer has
  // may stay for a moment.
  const current = targets.filter(
    (target) =>
      (isAtWork || !earlier.targets.has(identityOf(target))) && isOfJob(loaded, target.discoveredLabels),
  );
  const renamed = current.find((target) => isWanted(target) && target.labels['job'] !== loaded.name);
  if (renamed !== undefined) return { status: 'renamed', target: renamed };
  // On a port that the app asks for and does not have, whatever answers is another program.
  const isStrange = (target: ActiveTarget): boolean =>
    isWanted(target) &&
    !own.includes(portOf(target)) &&
    (own.length > 0 || (target.health !== 'unknown' && !isRefused(target.lastError)));
  const stranger = current.find(isStrange);
  if (stranger !== undefined && !current.some((target) => own.includes(portOf(target))))
    return { status: 'stranger', target: stranger };
  // Down since before this check proves nothing: the app may be up since then.
  const isFresh = ({ lastScrape }: ActiveTarget): boolean => Date.parse(lastScrape) >= earlier.nowMs;
  const down = current.find((target) => target.health === 'down' && isFresh(target));
  if (down !== undefined) return { status: 'down', target: down };
  const isUp = (target: ActiveTarget): boolean => target.health === 'up' && (wasAtWork || isFresh(target));
  // The job's further targets count as well: one that is down would stay so unseen.
  if (current.some((target) => isWanted(target) && isUp(target)) && current.every(isUp))
    return { status: 'up' };
  return undefined;
}

/** Whether a rule has dropped the job's target, or has given it another port. */
export function isLost(
  active: readonly ActiveTarget[],
  dropped: readonly Labels[],
  { loaded, ports }: Moment,
): boolean {
  const isTarget = (labels: Labels): boolean =>
    ports.some((port) => labels['__address__']?.endsWith(`:${port}`)) && isOfJob(loaded, labels);
  if (active.some((target) => ports.includes(portOf(target)))) return false;
  return (
    active.some(({ discoveredLabels }) => isTarget(discoveredLabels)) ||
    // The list has those of all jobs.
    dropped.some((labels) => isTarget(labels) && (isStatic(labels) || labels['job'] === loaded.name))
  );
}

type Labels = Readonly<Record<string, string>>;

/**
 * Whether a target was discovered by the job as it is written now: from an item of static_configs with these labels, or
 * by another kind of discovery, such as a file.
 */
function isOfJob({ name, groups }: LoadedJob, discovered: Labels): boolean {
  if (!isStatic(discovered)) return true;
  const { __address__: address = '' } = discovered;
  return groups.some(({ targets, labels }) => {
    const expected = { job: name, ...labels };
    const names = Object.keys(discovered).filter((label) => !label.startsWith('__'));
    return (
      targets.includes(address) &&
      names.every((label) => label in expected) &&
      Object.entries(expected).every(([label, value]) => isSameValue(value, discovered[label] ?? ''))
    );
  });
}

/** Other kinds of discovery leave labels about themselves. */
function isStatic(discovered: Labels): boolean {
  return !Object.keys(discovered).some((label) => label.startsWith('__meta_'));
}

/** YAML may write a number in other ways. */
function isSameValue(written: string, shown: string): boolean {
  return written === shown || (written !== '' && Number(written) === Number(shown));
}

/** The port of a target. */
export function portOf({ scrapeUrl }: ActiveTarget): number {
  return Number(new URL(scrapeUrl).port);
}

/** What tells a target from another one, and from the same one with other labels. */
export function identityOf({ scrapeUrl, labels }: ActiveTarget): string {
  return JSON.stringify([scrapeUrl, Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}
