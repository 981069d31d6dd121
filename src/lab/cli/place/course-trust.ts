// Whether the user trusts a course: its programs run with the user's rights as soon as a step is opened or checked.
// The lab's own course is trusted; another one after a question, whose answer is kept in the user's settings.
import { lstat, mkdir, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import type { CourseLocation } from '../../course/index.ts';
import type { Course } from '../../course/index.ts';
import { commandError } from '../facts/errors.ts';
import { fingerprint } from '../../report/regrade/fingerprint.ts';
import { createPrompts } from '../../ui/prompts.ts';
import { cli } from '../../words/index.ts';
import { cleanText } from '../../ui/render/style.ts';
import { courseOf, locationOf } from './workspace.ts';
import { Interruption, type Host } from '../io/host.ts';
import type { CommonFlags } from '../io/flags.ts';
import { errorCode } from '../../../system/error-code.ts';
import { replaceFile } from '../../../files/index.ts';

export interface TrustFlags extends Pick<CommonFlags, 'course' | 'json'> {
  readonly trustCourse?: boolean;
}

const fileSchema = v.object({
  version: v.literal(1),
  courses: v.array(v.object({ dir: v.string(), id: v.string(), print: v.exactOptional(v.string()) })),
});

type Trusted = v.InferOutput<typeof fileSchema>['courses'][number];

const FILE = 'trusted-courses.json';
const MAX_BYTES = 1024 * 1024;
const LEFT_BY_KEYBOARD = 130;

/** The course that the flags name, once it is trusted. Rejects with `course-not-trusted` where it is not. */
export async function trustedCourseOf(host: Host, flags: TrustFlags): Promise<Course> {
  const course = await courseOf(host, flags);
  const location = await locationOf(host, flags);
  if (location.kind === 'built-in') return course;
  const one = await entryFor(location, course.id, host.signal);
  if (await isTrusted(host, one)) return course;
  if (flags.trustCourse !== true) await ask(host, course, one, flags);
  await remember(host, one);
  return course;
}

/** Remembers that the user has written the course in a folder on this machine. */
export async function trustOwnCourse(host: Host, dir: string, id: string): Promise<void> {
  await remember(host, { dir: await realpath(dir), id });
}

/** A folder is trusted whatever becomes of it: its author changes it all the time. A package only as it is now. */
async function entryFor({ kind, dir }: CourseLocation, id: string, signal: AbortSignal): Promise<Trusted> {
  return kind === 'package' ? { dir, id, print: await fingerprint({ dir, basis: [], signal }) } : { dir, id };
}

async function isTrusted(host: Host, { dir, id, print }: Trusted): Promise<boolean> {
  const known = await readTrusted(host);
  return known.some((one) => one.dir === dir && one.id === id && one.print === print);
}

async function ask(host: Host, course: Course, { dir }: Trusted, flags: TrustFlags): Promise<void> {
  const fact = { title: cleanText(course.title), dir: cleanText(dir) };
  const isTty = host.stdin.isTTY === true && host.stdout.isTTY === true && flags.json !== true;
  if (!isTty) throw commandError('course-not-trusted', fact);
  const prompts = createPrompts({ input: host.stdin, output: host.stdout, jobs: host.jobs });
  const answered = await prompts.confirm(cli.trust.question(fact), host.signal);
  if (answered.status === 'left') {
    host.interrupt(LEFT_BY_KEYBOARD);
    throw new Interruption(LEFT_BY_KEYBOARD);
  }
  host.signal.throwIfAborted();
  if (answered.status !== 'answered' || answered.value !== 'true')
    throw commandError('course-not-trusted/declined', {});
}

async function readTrusted(host: Host): Promise<readonly Trusted[]> {
  const file = path.join(settingsDir(host), FILE);
  try {
    const found = await lstat(file);
    if (!found.isFile() || found.size > MAX_BYTES) return [];
    const parsed = v.safeParse(fileSchema, JSON.parse(await readFile(file, 'utf8')));
    return parsed.success ? parsed.output.courses : [];
  } catch {
    // Absent, unreadable or cut off: then it is asked again.
    return [];
  }
}

/** Keeps the answer. Where that is not possible, a sentence says that it will be asked again. */
async function remember(host: Host, one: Trusted): Promise<void> {
  const dir = settingsDir(host);
  const others = (await readTrusted(host)).filter((known) => known.dir !== one.dir);
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const text = JSON.stringify({ version: 1, courses: [...others, one] }, undefined, 2);
    await replaceFile(path.join(dir, FILE), `${text}\n`, { mode: 0o600 });
  } catch (error) {
    host.stderr.write(`${cli.trust.notSaved(cleanText(dir), errorCode(error))}\n`);
  }
}

/** `~/.config/ecom-lab` (XDG), `~/Library/Application Support/ecom-lab` or `%APPDATA%\ecom-lab`. */
function settingsDir({ env, platform, homeDir }: Pick<Host, 'env' | 'platform' | 'homeDir'>): string {
  if (platform === 'win32')
    return path.join(env['APPDATA'] || path.join(homeDir, 'AppData', 'Roaming'), 'ecom-lab');
  // The XDG rules say that a relative path is to be ignored.
  const xdg = env['XDG_CONFIG_HOME'];
  if (xdg !== undefined && path.isAbsolute(xdg)) return path.join(xdg, 'ecom-lab');
  return platform === 'darwin'
    ? path.join(homeDir, 'Library', 'Application Support', 'ecom-lab')
    : path.join(homeDir, '.config', 'ecom-lab');
}
