// What a learner takes home, in Markdown.
import type { CourseSummary } from '../../../session/contract/learner-session.ts';
import { counted } from '../grammar/phrases.ts';

const HOW = { passed: 'done', applied: 'solution applied', skipped: 'skipped', open: 'not done' } as const;

/** Markdown of the finished course, or of a part of it. */
export function summary({ course, part, day, steps }: CourseSummary): string {
  const count = (status: keyof typeof HOW): number => steps.filter((step) => step.status === status).length;
  const lines = steps.map(({ number, title, status, attempts, hintsShown }) => {
    const help = hintsShown === 0 ? '' : `, ${counted(hintsShown, 'hint')}`;
    return `${number}. **${title}**: ${HOW[status]} (${counted(attempts, 'check')}${help})`;
  });
  return [
    `# ${course}: finished`,
    ...(part === undefined ? [] : ['', `## ${part}`]),
    '',
    `On ${day}: ${count('passed')} of ${steps.length} steps done by hand, ${count('applied')} applied, ${count('skipped')} skipped.`,
    '',
    ...lines,
    '',
  ].join('\n');
}
