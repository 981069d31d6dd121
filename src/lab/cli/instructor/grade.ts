// `grade`: what `report --regrade` starts for each submission, in a separate process. Not for people.
import { text } from 'node:stream/consumers';
import { formatGradeLine, type GradeLine } from '../../report/regrade/grade-lines.ts';
import { parseGradeSettings } from '../../report/regrade/grade-settings.ts';
import { regrade } from '../../report/regrade/learner.ts';
import { readRecord } from '../../workspace/index.ts';
import { courseOf } from '../place/workspace.ts';
import type { Host } from '../io/host.ts';
import { sessionEnvOf } from '../place/session.ts';

/** Reads its settings from standard input, and prints a sealed line for each step. */
export async function grade(host: Host): Promise<number> {
  const { key, dir, course, prometheus, sandbox } = parseGradeSettings(
    host.stdin.isTTY === true ? '' : await text(host.stdin),
  );
  let number = 0;
  const tell = (line: GradeLine): void => {
    host.stdout.write(formatGradeLine(line, number, key));
    number += 1;
  };
  const notes = await regrade(await readRecord(dir), {
    course: await courseOf(host, course === undefined ? {} : { course }),
    place: sessionEnvOf(host),
    prometheus,
    sandbox,
    onGrade: (step, regraded) => tell({ kind: 'grade', step, regraded }),
    signal: host.signal,
  });
  tell({ kind: 'end', notes });
  return 0;
}
