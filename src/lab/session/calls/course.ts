// The use case `course`: the course as a learner may see it.
import type { Course, Step } from '../../course/index.ts';
import { partOf, queryFileOf, questionIn } from '../../model/course.ts';
import type { CourseView } from '../contract/state.ts';

/** The course without hints, right answers and numbers of requests. */
export function course({ id, title, app, scenarios = {}, steps, parts }: Course): CourseView {
  return {
    id,
    title,
    entry: app.entry,
    scenarios: Object.entries(scenarios).map(([name, scenario]) => ({ id: name, title: scenario.title })),
    steps: steps.map((step) => ({
      id: step.id,
      number: step.number,
      title: step.title,
      kind: step.kind,
      ...partOf(parts, step),
      files: step.files ?? [],
      ...queryOf(step),
      text: step.body,
      ...questionOf(step),
    })),
    ...(parts.length === 0
      ? {}
      : {
          parts: parts.map((part) => ({
            id: part.id,
            title: part.title,
            ...(part.closing === undefined ? {} : { closing: part.closing.body }),
          })),
        }),
  };
}

function queryOf(step: Step): Pick<CourseView['steps'][number], 'query'> {
  const query = queryFileOf(step);
  return query === undefined ? {} : { query };
}

function questionOf({ checks }: Step): Pick<CourseView['steps'][number], 'question'> {
  const asked = questionIn(checks);
  if (asked === undefined) return {};
  if (asked.kind === 'incident') return { question: { question: asked.question, form: 'incident' } };
  const { question, form } = asked;
  const choices = asked.choices?.map((choice) => ({ id: choice.id, text: choice.text }));
  return { question: { question, form, ...(choices === undefined ? {} : { choices }) } };
}
