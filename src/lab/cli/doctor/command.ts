// `doctor`: looks for common problems. Each finding comes with its remedy. 0: no problem; 2: at least one.
import stringWidth from 'fast-string-width';
import { diagnose } from './findings.ts';
import type { Finding } from './tries.ts';
import { cli } from '../../words/index.ts';
import { wrap } from '../../ui/render/layout.ts';
import { cleanText } from '../../ui/render/style.ts';
import type { Host } from '../io/host.ts';
import { createOutput } from '../io/output.ts';
import type { SessionFlags } from '../io/flags.ts';

const words = cli.doctor;
/** The widest mark and two spaces. */
const MARK_COLUMNS = Math.max(...Object.values(words.marks).map((mark) => stringWidth(mark))) + 2;
const INDENT = ' '.repeat(MARK_COLUMNS);

/** Runs the command. */
export async function doctor(host: Host, flags: SessionFlags): Promise<number> {
  const output = createOutput(host, flags.json === true);
  const { style } = output;
  const paint = { good: style.good, warning: style.warn, problem: style.bad };
  const findings: Finding[] = [];
  for await (const finding of diagnose(host, flags)) {
    findings.push(finding);
    const mark = words.marks[finding.status];
    output.say(
      wrap(
        cleanText(finding.message),
        output.columns,
        INDENT,
        `${paint[finding.status](mark)}${' '.repeat(MARK_COLUMNS - stringWidth(mark))}`,
      ),
    );
    if (finding.remedy !== undefined) output.say(wrap(cleanText(finding.remedy), output.columns, INDENT));
  }
  const problems = findings.filter((finding) => finding.status === 'problem').length;
  output.say(`\n${problems === 0 ? words.noProblems : words.problems(problems)}`);
  output.json({ status: problems === 0 ? 'good' : 'problem', findings });
  return problems === 0 ? 0 : 2;
}
