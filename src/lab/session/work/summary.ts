// What a learner takes home: the steps, and how each was done.
import type { Course } from '../../model/course.ts';
import { stepProgress, type Progress } from '../../workspace/index.ts';

const HOW = { passed: 'done', applied: 'solution applied', skipped: 'skipped', open: 'not done' } as const;

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** Markdown of the finished course. */
export function formatSummary(course: Course, progress: Progress, now: Date): string {
  const states = course.steps.map((step) => ({ step, ...stepProgress(progress, step.id) }));
  const count = (status: (typeof states)[number]['status']): number =>
    states.filter((state) => state.status === status).length;
  const lines = states.map(({ step, status, attempts, hintsShown }) => {
    const help = hintsShown === 0 ? '' : `, ${plural(hintsShown, 'hint')}`;
    return `${step.number}. **${step.title}**: ${HOW[status]} (${plural(attempts, 'check')}${help})`;
  });
  return [
    `# ${course.title}: finished`,
    '',
    `On ${now.toISOString().slice(0, 10)}: ${count('passed')} of ${states.length} steps done by hand, ${count('applied')} applied, ${count('skipped')} skipped.`,
    '',
    ...lines,
    '',
  ].join('\n');
}
