// The part of `report` that runs programs: how they are isolated, which Prometheus they get, what is said meanwhile.
import { realpath } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Course } from '../../course/index.ts';
import { commandError } from '../facts/errors.ts';
import { labCacheDir, parsePrometheusChoice, resolvePrometheusChoice } from '../../prometheus/index.ts';
import { chooseIsolation } from '../../report/regrade/isolation.ts';
import { regradeClass, type RegradedClass, type Submission } from '../../report/regrade/class.ts';
import { openSavedGrades } from '../../report/regrade/saved-grades.ts';
import { cli, whyNoSandbox } from '../../words/index.ts';
import { cleanText } from '../../ui/render/style.ts';
import { findCoursePlace } from '../place/course.ts';
import type { Host } from '../io/host.ts';
import { hookFileOf } from '../place/session.ts';
import type { ReportFlags } from '../io/flags.ts';

const words = cli.instructors;

/** Grades the submissions, and reports progress on standard error. */
export async function regrade(
  host: Host,
  course: Course,
  submissions: readonly Submission[],
  flags: ReportFlags,
): Promise<RegradedClass> {
  if (flags.timeLimit === 0) throw commandError('no-time', {});
  const say = (text: string): void => void host.stderr.write(`${cleanText(text)}\n`);
  const { nodePath, distDir, labModulesDir, env, platform, signal } = host;
  const prometheus = await choosePrometheus(host, flags.prometheus);
  const hookFile = hookFileOf(host);
  const isolation = await chooseIsolation(flags.isolate, {
    env,
    platform,
    nodePath,
    distDir,
    hookFile,
    labModulesDir,
    isPrometheusAttached: prometheus.isAttached,
    signal,
  });
  if (isolation.kind === 'none') say(words.noSandbox(whyNoSandbox(isolation.reason)));
  const courseDir = flags.course === undefined ? undefined : (await findCoursePlace(host, flags.course)).dir;
  const saved = await openSavedGrades(path.join(labCacheDir(host), 'regrade'), say);
  try {
    return await regradeClass(submissions, {
      course,
      courseDir,
      isolation,
      nodePath,
      env,
      platform,
      saved,
      signal,
      prometheus: prometheus.value,
      readable: [...prometheus.readable, ...(courseDir === undefined ? [] : [courseDir])],
      mainFile: path.join(await realpath(distDir), 'main.js'),
      labVersion: host.version,
      limitMs: flags.timeLimit * 1000,
      atOnce: flags.atOnce ?? availableParallelism(),
      onBegin: (dir) => say(words.regrading(dir)),
      onResume: (count) => say(words.resuming(count, submissions.length)),
    });
  } catch (error) {
    if (signal.aborted) say(words.interrupted);
    throw error;
  }
}

interface ChosenPrometheus {
  /** What each grader is given as `--prometheus`. */
  readonly value: string;
  /** What it has to be able to read for that. */
  readonly readable: readonly string[];
  readonly isAttached: boolean;
}

/** Settled here, not in each grader: a sandbox shows neither the PATH nor the cache of the user. */
async function choosePrometheus(host: Host, flag: string): Promise<ChosenPrometheus> {
  const choice = parsePrometheusChoice(flag, host);
  const cacheDir = labCacheDir(host);
  const resolved = await resolvePrometheusChoice(choice, { ...host, cacheDir });
  switch (resolved.kind) {
    case 'embedded':
      return { value: 'embedded', readable: [], isAttached: false };
    case 'managed': {
      const binary = await realpath(resolved.binary.path);
      return { value: binary, readable: [binary], isAttached: false };
    }
    case 'attached': {
      return { value: resolved.url, readable: [], isAttached: true };
    }
    default:
      return resolved satisfies never;
  }
}
