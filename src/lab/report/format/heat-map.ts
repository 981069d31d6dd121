// The picture of the class: learners down, steps across, each cell in a colour and in words.
import { html, type Html } from './html-text.ts';
import { isUnconfirmed, type ClassReport, type LearnerReport, type StepRecord } from '../record/model.ts';
import { claimWord, formatDuration, plural, regradeWord, seedWord } from './words.ts';

/** Passed with at most this many failed checks is the second best colour. */
const FEW = 3;

/** The classes of a cell, each with what its colour stands for. */
export const CELL_KEYS = {
  first: 'passed, nothing failed before',
  few: `passed after 1 to ${FEW} failed checks`,
  many: `passed after more than ${FEW}`,
  applied: 'the solution was applied',
  skipped: 'skipped',
  open: 'open: begun and not passed',
  none: 'not begun',
} as const;

type CellKey = keyof typeof CELL_KEYS;

/** Which colour a step of a learner has. */
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
export function formatHeatMap({ learners, steps, isRegraded }: ClassReport): Html {
  const keys = Object.entries(CELL_KEYS).map(
    ([key, words]) => html`<span class="key ${key}">${words}</span>`,
  );
  const regraded = isRegraded
    ? html`<span class="key wrong">claimed, and the check fails now</span>`
    : html``;
  return html`<p>${keys}${regraded}</p>
    <div class="scroll" role="region" aria-label="The class, step by step" tabindex="0">
      <table class="map">
        <caption>
          Each row is a learner, each column a step. A cell says how the step stands, how many checks it took
          and how long.
        </caption>
        <thead>
          <tr>
            <th scope="col">Learner</th>
            ${steps.map(({ number, id }) => html`<th scope="col">${number}<small>${id}</small></th>`)}
          </tr>
        </thead>
        <tbody>
          ${learners.map(formatRow)}
        </tbody>
      </table>
    </div>`;
}

const formatRow = (learner: LearnerReport): Html =>
  html`<tr>
    <th scope="row">${learner.label}<small>seed ${seedWord(learner)}</small></th>
    ${learner.steps.map(formatCell)}
  </tr> `;

function formatCell(step: StepRecord): Html {
  const key = cellKey(step);
  if (key === 'none' && step.regraded === undefined) return html`<td class="none">${claimWord(step)}</td>`;
  const effort = [
    ...(step.attempts === 0 ? [] : [plural(step.attempts, 'check')]),
    ...(step.activeMs === 0 ? [] : [formatDuration(step.activeMs)]),
    ...(step.hints === 0 ? [] : [plural(step.hints, 'hint')]),
  ]
    // A number and its unit stay on one line.
    .map((part) => part.replaceAll(' ', '\u00a0'))
    .join(', ');
  const again = step.regraded === undefined ? html`` : html`<small>now: ${regradeWord(step)}</small>`;
  return html`<td class="${key}${isUnconfirmed(step) ? ' wrong' : ''}">
    ${claimWord(step)}${effort === '' ? html`` : html`<small>${effort}</small>`}${again}
  </td>`;
}
