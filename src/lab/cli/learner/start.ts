// `start`: the interactive course in a terminal, or, with --auto, the course walking by itself.
import path from 'node:path';
import type { Course, Step } from '../../course/index.ts';
import { commandError } from '../facts/errors.ts';
import { openSession } from '../../session/open.ts';
import { cli } from '../../words/index.ts';
import { wrap } from '../../ui/render/layout.ts';
import { cleanText } from '../../ui/render/style.ts';
import { followNews } from '../../ui/news.ts';
import { runCourse } from '../../ui/runner.ts';
import { inspectFolder, openWorkspace } from '../../workspace/index.ts';
import { trustedCourseOf } from '../place/course-trust.ts';
import { workspaceFolder } from '../place/workspace.ts';
import { Interruption, type Host } from '../io/host.ts';
import { makeWorkspace, refuseOtherSeed, type SeedFlags } from './new-workspace.ts';
import { createEditor } from './open-editor.ts';
import { beginAt, stepNamed } from './start-from.ts';
import { disposeShared, sessionEnvOf } from '../place/session.ts';
import { createOutput, type CommandOutput } from '../io/output.ts';
import type { SessionFlags } from '../io/flags.ts';

export interface StartFlags extends SessionFlags, SeedFlags {
  readonly auto?: boolean;
  /** Id or number of the step to begin at. */
  readonly from?: string;
}

const LEFT_BY_KEYBOARD = 130;

/** Runs the command. */
export async function start(host: Host, flags: StartFlags): Promise<number> {
  const isTty = host.stdin.isTTY === true && host.stdout.isTTY === true;
  if (flags.auto !== true && !isTty) throw commandError('no-terminal/start', {});
  const output = createOutput(host, false);
  const course = await trustedCourseOf(host, flags);
  const from = flags.from === undefined ? undefined : stepNamed(course, flags.from);
  const dir = await openOrMake(host, flags, { course, from }, output);
  const session = await openSession({
    dir,
    course,
    prometheus: flags.prometheus,
    place: sessionEnvOf(host),
    signal: host.signal,
    isInteractive: flags.auto !== true,
    onUnopened: output.onEvent,
  });
  try {
    if (flags.auto === true) followNews(session, true, output.onEvent);
    if (from !== undefined) await beginAt(host, session, from, output);
    if (flags.auto === true) {
      const { runAuto } = await import('../../ui/auto.ts');
      return await runAuto({
        session,
        style: output.style,
        columns: output.columns,
        say: (text) => output.say(text),
        signal: host.signal,
        ...(from === undefined ? {} : { from: from.id }),
      });
    }
    const end = await runCourse({
      session,
      terminal: { input: host.stdin, output: host.stdout, style: output.style, jobs: host.jobs },
      signal: host.signal,
      openEditor: createEditor(host, session.workspaceDir),
    });
    if (end.status === 'left') {
      host.interrupt(LEFT_BY_KEYBOARD);
      return LEFT_BY_KEYBOARD;
    }
    if (end.status === 'quit')
      output.say(wrap(cli.learner.goodbye(cleanText(session.workspaceDir)), output.columns));
    return 0;
  } catch (error) {
    // What was under way was called off because the lab is ending: that is not an error.
    if (host.signal.aborted && host.signal.reason instanceof Interruption) return host.signal.reason.exitCode;
    throw error;
  } finally {
    await session.close();
    await disposeShared(host);
  }
}

/** The workspace's folder; a new workspace is made if there is none yet. */
async function openOrMake(
  host: Host,
  flags: StartFlags,
  { course, from }: { readonly course: Course; readonly from: Step | undefined },
  output: CommandOutput,
): Promise<string> {
  const dir = await workspaceFolder(host, flags);
  if ((await inspectFolder(dir)).kind === 'workspace') {
    const { workspace } = await openWorkspace({ dir });
    refuseOtherSeed(workspace.marker, flags);
    return dir;
  }
  const { workspace, notes } = await makeWorkspace(host, dir, course, {
    ...flags,
    ...(from === undefined ? {} : { from: from.id }),
  });
  const shown = path.relative(host.cwd, workspace.dir) || '.';
  output.say(wrap(cli.learner.welcome(shown), output.columns));
  if (from !== undefined) output.say(wrap(cli.learner.prepared(from.number), output.columns));
  for (const note of notes) output.onEvent({ kind: 'note', ...note });
  return workspace.dir;
}
