// The picture of the class: learners down, steps across, each cell in a color and in words.
import { html, type Html } from './html-text.ts';
import { isUnconfirmed, type ClassReport, type LearnerReport, type StepRecord } from '../record/model.ts';
import { reportWords, ui } from '../../words/index.ts';
import { claimWord, regradeWord, seedWord } from './words.ts';

const { page, table } = reportWords;

/** Passed with at most this many failed checks is the second best color. */
const FEW = 3;

/** The classes of a cell, each with what its color means. */
export const CELL_KEYS = page.keys(FEW);

type CellKey = keyof typeof CELL_KEYS;

/** Which color a step of a learner has. */
export function cellKey(step: StepRecord): CellKey {
  switch (step.claimed) {
    case 'passed':
      return step.failed === 0 ? 'first' : step.failed <= FEW ? 'few' : 'many';
    case 'applied':
    case 'skipped':
      return step.claimed;
    case 'open':
      return step.isTouched ? 'open' : 'none';
    default:
      return step.claimed satisfies never;
  }
}

/** The table, with its key. */
export function formatHeatMap({ learners, steps, parts = [], isRegraded }: ClassReport): Html {
  const keys = Object.entries(CELL_KEYS).map(
    ([key, words]) => html`<span class="key ${key}">${words}</span>`,
  );
  const regraded = isRegraded ? html`<span class="key wrong">${page.wrong}</span>` : html``;
  return html`<p>${keys}${regraded}</p>
    <div class="scroll" role="region" aria-label="${page.classStepByStep}" tabindex="0">
      <table class="map">
        <caption>
          ${page.aboutClass}
        </caption>
        <thead>
          ${parts.length < 2 ? html`` : formatParts(parts, steps)}
          <tr>
            <th scope="col">${page.learner}</th>
            ${steps.map(({ number, id }) => html`<th scope="col">${number}<small>${id}</small></th>`)}
          </tr>
        </thead>
        <tbody>
          ${learners.map(formatRow)}
        </tbody>
      </table>
    </div>`;
}

/** The row above the steps: each part over its steps. */
const formatParts = (parts: NonNullable<ClassReport['parts']>, steps: ClassReport['steps']): Html =>
  html`<tr>
    <td></td>
    ${parts.map(
      ({ id, title }, index) =>
        html`<th scope="colgroup" colspan="${steps.filter(({ part }) => part === id).length}">
          ${ui.step.part(index + 1, title)}
        </th>`,
    )}
  </tr> `;

const formatRow = (learner: LearnerReport): Html =>
  html`<tr>
    <th scope="row">${learner.label}<small>${page.seedOf(seedWord(learner))}</small></th>
    ${learner.steps.map(formatCell)}
  </tr> `;

function formatCell(step: StepRecord): Html {
  const key = cellKey(step);
  if (key === 'none' && step.regraded === undefined) return html`<td class="none">${claimWord(step)}</td>`;
  const effort = [
    ...(step.attempts === 0 ? [] : [table.checks(step.attempts)]),
    ...(step.activeMs === 0 ? [] : [table.time(step.activeMs)]),
    ...(step.hints === 0 ? [] : [table.hints(step.hints)]),
  ]
    // A number and its unit stay on one line.
    .map((part) => part.replaceAll(' ', '\u00a0'))
    .join(', ');
  const again = step.regraded === undefined ? html`` : html`<small>${page.now(regradeWord(step))}</small>`;
  return html`<td class="${key}${isUnconfirmed(step) ? ' wrong' : ''}">
    ${claimWord(step)}${effort === '' ? html`` : html`<small>${effort}</small>`}${again}
  </td>`;
}
