// `check [step]`: judges a step and says what was found. 0 passed, 1 failed, 2 could not be judged.
import { cli, worded } from '../../words/index.ts';
import { formatReport } from '../../ui/render/report.ts';
import { EXIT_CODES } from '../io/exit-codes.ts';
import type { Host } from '../io/host.ts';
import { withSession } from '../place/session.ts';
import { createOutput } from '../io/output.ts';
import type { SessionFlags } from '../io/flags.ts';

/** Enough to see that an answer is far too long, and little enough to send. */
const LONGEST_ANSWER = 10_000;

/** Runs the command; the report is the JSON contract of `check --json`. */
export async function check(
  host: Host,
  step: string | undefined,
  flags: SessionFlags & { answer?: string },
): Promise<number> {
  const output = createOutput(host, flags.json === true);
  return withSession(host, flags, output.onEvent, async (session) => {
    const report = await session.call(
      'check',
      {
        ...(step === undefined ? {} : { step }),
        ...(flags.answer === undefined ? {} : { answer: flags.answer.slice(0, LONGEST_ANSWER) }),
      },
      host.signal,
    );
    output.say(formatReport(report, output.style, output.columns));
    if (report.checks.at(-1)?.code === 'no-answer') output.say(cli.learner.answerLike(report.step));
    output.json({ ...report, checks: report.checks.map(worded) });
    return EXIT_CODES[report.status];
  });
}
