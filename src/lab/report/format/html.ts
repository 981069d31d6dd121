// The report as one page that needs nothing else: no script, no network, all text escaped.
import { formatHeatMap } from './heat-map.ts';
import { html, type Html } from './html-text.ts';
import { isUnconfirmed, type ClassReport, type LearnerReport, type StepSummary } from '../record/model.ts';
import { PAGE_POLICY, PAGE_STYLE } from './page-style.ts';
import {
  countClaimed,
  describeStuck,
  regradeRemarks,
  runInRemarks,
  runInWord,
  seedWord,
  sumOf,
} from './words.ts';
import { reportWords, ui } from '../../words/index.ts';

const { page: words, remarks: say, table } = reportWords;
const { heads } = words;

/** The page. */
export function formatHtml(report: ClassReport, now: Date): string {
  const { learners, title, isRegraded } = report;
  const day = now.toISOString().slice(0, 10);
  const basis = isRegraded ? words.regraded : words.journals;
  const page = html`<!doctype html>
    <html lang="${words.language}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${PAGE_POLICY}" />
        <meta name="referrer" content="no-referrer" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${words.title(title)}</title>
        ${{ html: PAGE_STYLE }}
      </head>
      <body>
        <h1>${title}</h1>
        <p>${words.summary(learners.length, day, basis)}</p>
        <h2>${words.class}</h2>
        ${formatHeatMap(report)}
        <h2>${words.steps}</h2>
        ${formatSteps(report)}
        <h2>${words.learners}</h2>
        ${formatLearners(report)} ${formatRemarks(report)}
        <p>${say.times}</p>
      </body>
    </html> `;
  return page.html;
}

function formatSteps({ steps, parts = [], learners }: ClassReport): Html {
  return html`<div class="scroll" role="region" aria-label="${words.steps}" tabindex="0">
    <table class="list">
      <caption>
        ${words.aboutSteps}
      </caption>
      <thead>
        <tr>
          <th scope="col">${heads.step}</th>
          <th scope="col">${heads.passed}</th>
          <th scope="col" class="n">${heads.applied}</th>
          <th scope="col" class="n">${heads.skipped}</th>
          <th scope="col" class="n">${heads.medianChecks}</th>
          <th scope="col" class="n">${heads.medianTime}</th>
          <th scope="col">${heads.often}</th>
        </tr>
      </thead>
      <tbody>
        ${steps.map(
          (step, index) =>
            html`${formatPartRow(parts, step, steps[index - 1])}
              <tr>
                <th scope="row">${step.number}. ${step.title}</th>
                <td>${formatBar(step, learners.length)}${table.some(step.passed, learners.length)}</td>
                <td class="n">${step.applied}</td>
                <td class="n">${step.skipped}</td>
                <td class="n">${step.medianAttempts}</td>
                <td class="n">${table.time(step.medianActiveMs)}</td>
                <td>${step.code ?? ''}</td>
              </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

/** The title of a part, above its first step. */
function formatPartRow(
  parts: NonNullable<ClassReport['parts']>,
  { part }: StepSummary,
  before: StepSummary | undefined,
): Html {
  const index = parts.findIndex(({ id }) => id === part);
  if (parts.length < 2 || index === -1 || before?.part === part) return html``;
  return html`<tr>
    <th scope="rowgroup" colspan="7">${ui.step.part(index + 1, parts[index]?.title ?? '')}</th>
  </tr> `;
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
  return html`<div class="scroll" role="region" aria-label="${words.learners}" tabindex="0">
    <table class="list">
      <caption>
        ${words.aboutLearners}
      </caption>
      <thead>
        <tr>
          <th scope="col">${words.learner}</th>
          <th scope="col" class="n">${heads.seed}</th>
          <th scope="col" class="n">${heads.passed}</th>
          <th scope="col" class="n">${heads.applied}</th>
          <th scope="col" class="n">${heads.checks}</th>
          <th scope="col" class="n">${heads.hints}</th>
          <th scope="col" class="n">${heads.time}</th>
          <th scope="col">${heads.stuck}</th>
          ${
            isRegraded
              ? html`<th scope="col">${heads.notConfirmed}</th>
                  <th scope="col">${heads.runIn}</th>`
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
              <td class="n">${table.some(countClaimed(learner, 'passed'), steps.length)}</td>
              <td class="n">${countClaimed(learner, 'applied')}</td>
              <td class="n">${sumOf(learner, 'attempts')}</td>
              <td class="n">${sumOf(learner, 'hints')}</td>
              <td class="n">${table.time(learner.activeMs)}</td>
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
        ...(garbledLines === 0 ? [] : [say.garbled(label, garbledLines)]),
        ...notes.map((note) => say.about(label, note)),
        ...regradeRemarks(learner).map((remark) => say.about(label, remark)),
      ];
    }),
    ...left.map(({ dir, reason }) => say.leftOut(dir, reason)),
  ];
  if (remarks.length === 0) return html``;
  return html`<h2>${words.remarks}</h2>
    <ul>
      ${remarks.map((remark) => html`<li>${remark}</li> `)}
    </ul>`;
}
