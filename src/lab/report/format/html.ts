// The report as one page that needs nothing else: no script, no network, all text escaped.
import { formatHeatMap } from './heat-map.ts';
import { html, type Html } from './html-text.ts';
import { isUnconfirmed, type ClassReport, type LearnerReport, type StepSummary } from '../record/model.ts';
import { PAGE_POLICY, PAGE_STYLE } from './page-style.ts';
import {
  countClaimed,
  describeStuck,
  formatDuration,
  plural,
  regradeRemarks,
  runInRemarks,
  runInWord,
  seedWord,
  sumOf,
  TIME_NOTE,
} from './words.ts';

/** The page. */
export function formatHtml(report: ClassReport, now: Date): string {
  const { learners, title, isRegraded } = report;
  const day = now.toISOString().slice(0, 10);
  const basis = isRegraded
    ? 'The checks were run again on the files that were handed in.'
    : 'This is what the journals say; the checks were not run again.';
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${PAGE_POLICY}" />
        <meta name="referrer" content="no-referrer" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}: report</title>
        ${{ html: PAGE_STYLE }}
      </head>
      <body>
        <h1>${title}</h1>
        <p>${plural(learners.length, 'learner')}, ${day}. ${basis}</p>
        <h2>The class</h2>
        ${formatHeatMap(report)}
        <h2>The steps</h2>
        ${formatSteps(report)}
        <h2>The learners</h2>
        ${formatLearners(report)} ${formatRemarks(report)}
        <p>${TIME_NOTE}</p>
      </body>
    </html> `;
  return page.html;
}

function formatSteps({ steps, learners }: ClassReport): Html {
  return html`<div class="scroll" role="region" aria-label="The steps" tabindex="0">
    <table class="list">
      <caption>
        How many have passed each step, and what it took those who began it.
      </caption>
      <thead>
        <tr>
          <th scope="col">Step</th>
          <th scope="col">Passed</th>
          <th scope="col" class="n">Applied</th>
          <th scope="col" class="n">Skipped</th>
          <th scope="col" class="n">Median checks</th>
          <th scope="col" class="n">Median time</th>
          <th scope="col">Most frequent failure</th>
        </tr>
      </thead>
      <tbody>
        ${steps.map(
          (step) =>
            html`<tr>
              <th scope="row">${step.number}. ${step.title}</th>
              <td>${formatBar(step, learners.length)}${step.passed} of ${learners.length}</td>
              <td class="n">${step.applied}</td>
              <td class="n">${step.skipped}</td>
              <td class="n">${step.medianAttempts}</td>
              <td class="n">${formatDuration(step.medianActiveMs)}</td>
              <td>${step.code ?? ''}</td>
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

/** The same as the words beside it, to see at a glance. */
function formatBar({ passed, applied }: StepSummary, total: number): Html {
  const width = (count: number): string => ((count / Math.max(1, total)) * 100).toFixed(1);
  return html`<svg class="bar" width="100" height="10" viewBox="0 0 100 10" aria-hidden="true">
    <rect class="rest" width="100" height="10" />
    <rect width="${width(passed)}" height="10" />
    <rect class="help" x="${width(passed)}" width="${width(applied)}" height="10" />
  </svg>`;
}

function formatLearners({ learners, steps, isRegraded }: ClassReport): Html {
  return html`<div class="scroll" role="region" aria-label="The learners" tabindex="0">
    <table class="list">
      <caption>
        The seed gives each learner's numbers again: ecom-lab start --seed NUMBER.
      </caption>
      <thead>
        <tr>
          <th scope="col">Learner</th>
          <th scope="col" class="n">Seed</th>
          <th scope="col" class="n">Passed</th>
          <th scope="col" class="n">Applied</th>
          <th scope="col" class="n">Checks</th>
          <th scope="col" class="n">Hints</th>
          <th scope="col" class="n">Time</th>
          <th scope="col">Stuck</th>
          ${
            isRegraded
              ? html`<th scope="col">Not confirmed</th>
                  <th scope="col">Run in</th>`
              : html``
          }
        </tr>
      </thead>
      <tbody>
        ${learners.map(
          (learner) =>
            html`<tr>
              <th scope="row">${learner.label}<small>${learner.dir}</small></th>
              <td class="n">${seedWord(learner)}</td>
              <td class="n">${countClaimed(learner, 'passed')} of ${steps.length}</td>
              <td class="n">${countClaimed(learner, 'applied')}</td>
              <td class="n">${sumOf(learner, 'attempts')}</td>
              <td class="n">${sumOf(learner, 'hints')}</td>
              <td class="n">${formatDuration(learner.activeMs)}</td>
              <td>${describeStuck(learner.stuck)}</td>
              ${
                isRegraded
                  ? html`<td>${unconfirmed(learner)}</td>
                      <td>${runInWord(learner)}</td>`
                  : html``
              }
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

const unconfirmed = ({ steps }: LearnerReport): string =>
  steps
    .filter(isUnconfirmed)
    .map(({ number, id, regraded }) => {
      const code = regraded?.status === 'fail' ? regraded.code : undefined;
      return `${number} ${id}${code === undefined ? '' : ` (${code})`}`;
    })
    .join(', ');

function formatRemarks({ learners, left }: ClassReport): Html {
  const remarks = [
    ...runInRemarks(learners),
    ...learners.flatMap((learner) => {
      const { label, notes, garbledLines } = learner;
      return [
        ...(garbledLines === 0
          ? []
          : [
              `${label}: ${plural(garbledLines, 'line')} of the journal cannot be read and ${garbledLines === 1 ? 'is' : 'are'} not counted.`,
            ]),
        ...notes.map((note) => `${label}: ${note}`),
        ...regradeRemarks(learner).map((remark) => `${label}: ${remark}`),
      ];
    }),
    ...left.map(({ dir, reason }) => `Left out: ${dir}: ${reason}`),
  ];
  if (remarks.length === 0) return html``;
  return html`<h2>Remarks</h2>
    <ul>
      ${remarks.map((remark) => html`<li>${remark}</li> `)}
    </ul>`;
}
