// The step.md that a new step begins with: complete in form, and marked wherever the author has to write.
import { stringify } from 'yaml';
import type { CheckKind } from '../checks/index.ts';
import { incidentStep, programChecks, scrapeStep } from './check-text.ts';
import type { StepKind } from './kinds.ts';
import { isRuleCheck, ruleStep } from './rule-text.ts';

export interface StepTextOptions {
  readonly id: string;
  readonly title: string;
  readonly kind: StepKind;
  /** The kind of its check: one that a step of the kind can begin with. */
  readonly check: CheckKind;
  /** The entry file of the workspace. */
  readonly entry: string;
  /** The names of the app's ports, in order. */
  readonly ports: readonly string[];
  /** The ids of the course's scenarios. */
  readonly scenarios: readonly string[];
}

/** The text of step.md. */
export function formatStep(options: StepTextOptions): string {
  const { id, title, kind } = options;
  return `---
# How commands name the step: ecom-lab check ${id}. Learners' progress is kept under it, so it never changes.
id: ${id}
title: ${stringify(title, { lineWidth: 0 }).trimEnd()}
# What the learner does: read, command, edit, query, answer or choice.
kind: ${kind}
${bodyOf(options)}
# Two or three hints, from a nudge to nearly the solution. The first must not give it away.
hints:
  - 'TODO: which place should the learner look at?'
  - 'TODO: what is to be done there, in words?'
---

TODO: why this step is worth doing, in two or three sentences.

## What to do

TODO: what the learner does. One idea; show it on another example than the one asked for.

## What you should see

TODO: a metrics excerpt, a query's result, or what the program prints.
`;
}

function bodyOf({ id, kind, check, entry, ports, scenarios }: StepTextOptions): string {
  const port = ports[0] ?? 'api';
  if (isRuleCheck(check)) return ruleStep(check);
  if (check === 'scrape-job') return scrapeStep(ports.at(-1) ?? port);
  if (check === 'incident') return incidentStep();
  switch (kind) {
    case 'edit':
      return `# The files that the step is about; the first one opens in the learner's editor.
files: [${entry}]${check === 'query' ? '\nprometheus: true' : ''}
solution:
  # Workspace file: the file of this folder that replaces it when the learner asks for the solution.
  files:
    ${entry}: solution/${fileName(entry)}
${programChecks(check, port)}`;
    case 'query':
      return `# The query of the solution, for the file that the learner writes.
solution:
  files:
    queries/${id}.promql: solution.promql
# The learner's query is compared with the reference in each world, by value. Learners see no world that they pass.
checks:
  - kind: query-worlds
    file: queries/${id}.promql
    # TODO: a right query, and the labels that its rows are compared by.
    reference: sum by (path) (rate(http_requests_total[5m]))
    by: [path]
    worlds:
      - name: steady
        about: one instance with steady traffic
        load: |
          load 15s
            http_requests_total{instance="a",path="/hello"} 0+30x80`;
    case 'command':
      return `# TODO: which package? It is installed by \`ecom-lab apply\`, and looked for by the check.
solution:
  install: prom-client
checks:
  - kind: dependency
    package: prom-client`;
    case 'read':
      return `files: [${entry}]
checks:
  - kind: answer
    question: 'TODO: what can only be answered by who has read it?'
    form: number
    # TODO: the right answer.
    value: 0`;
    case 'answer':
      return `# Traffic that is sent before the question is asked: a scenario of course.yaml${scenarios.length === 0 ? '' : ` (${scenarios.join(', ')})`}.
${scenarios[0] === undefined ? '# scenario: NAME' : `scenario: ${scenarios[0]}`}
checks:
  - kind: answer
    question: 'TODO: which number should the learner find?'
    form: number
    # TODO: the right answer. Instead of a fixed value it can be the live total of a metric
    # (metric: NAME, port: ${ports.at(-1) ?? port}), or the value of a query (query: …, and prometheus: true above).
    value: 0`;
    case 'choice':
      return `checks:
  - kind: answer
    question: 'TODO: the question'
    form: choice
    choices:
      - id: right-one
        text: 'TODO: the right answer'
        because: 'TODO: why it is right.'
      - id: wrong-one
        text: 'TODO: an answer that a learner could really give'
        because: 'TODO: why it is not right.'
    correct: right-one`;
    default:
      return kind satisfies never;
  }
}

/** The last part of a path. */
export const fileName = (file: string): string => file.slice(file.lastIndexOf('/') + 1);
