// `doctor`: looks for what could stand in the way. Each finding comes with its remedy. 0: nothing does; 2: something does.
import { diagnose } from './findings.ts';
import type { Finding } from './tries.ts';
import { wrap } from '../../ui/render/layout.ts';
import { cleanText } from '../../ui/render/style.ts';
import type { Host } from '../io/host.ts';
import { createOutput } from '../io/output.ts';
import type { SessionFlags } from '../io/flags.ts';

/** Runs the command. */
export async function doctor(host: Host, flags: SessionFlags): Promise<number> {
  const output = createOutput(host, flags.json === true);
  const { style } = output;
  const marks = { good: style.good('good'), warning: style.warn('look'), problem: style.bad('problem') };
  const findings: Finding[] = [];
  for await (const finding of diagnose(host, flags)) {
    findings.push(finding);
    const width = finding.status === 'problem' ? 9 : 6;
    output.say(
      wrap(
        cleanText(finding.message),
        output.columns,
        '         ',
        `${marks[finding.status]}${' '.repeat(9 - width + 2)}`,
      ),
    );
    if (finding.remedy !== undefined)
      output.say(wrap(cleanText(finding.remedy), output.columns, '         '));
  }
  const problems = findings.filter((finding) => finding.status === 'problem').length;
  output.say(
    problems === 0
      ? '\nNothing stands in the way.'
      : `\n${problems} thing${problems === 1 ? ' stands' : 's stand'} in the way.`,
  );
  output.json({ status: problems === 0 ? 'good' : 'problem', findings });
  return problems === 0 ? 0 : 2;
}
