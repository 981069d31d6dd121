// How a step looks: its title, its place in the course, the live addresses, and its text.
import stringWidth from 'fast-string-width';
import type { Course, Step } from '../../session/contract/course.ts';
import { queryFileOf } from '../../model/course.ts';
import type { SessionState } from '../../session/contract/state.ts';
import { ui } from '../../words/index.ts';
import { padTo, wrap } from './layout.ts';
import { fillAddresses, renderBlocks } from './blocks.ts';
import { cleanText, type Style } from './style.ts';

const words = ui.step;
/** Names of the ports of the course, by their keys. */
const ADDRESS_NAMES: Readonly<Record<string, string>> = words.addresses;

/** Below it a name has a line to itself. */
const NARROW_COLUMNS = 40;

/** The port of this name is where the lab sends its traffic. */
const TRAFFIC_PORT = 'api';

/** A step as it is shown: the course it belongs to, and how things are now. */
export interface StepPlace {
  readonly course: Course;
  readonly state: SessionState;
}

/**
 * Where a metrics page is, or which step makes it if nothing can be there yet. The port that traffic goes to answers
 * from the first step on, also where a later step puts the page there.
 */
function pageAddress({ course, state }: StepPlace, step: Step, port: string, address: string): string {
  if (port === TRAFFIC_PORT) return `http://${address}`;
  const page = course.steps
    .flatMap((one) => one.checks.map((check) => ({ step: one, check })))
    .find(({ check }) => check.kind === 'metrics-exposed' && check.port === port);
  if (page?.check.kind !== 'metrics-exposed') return `http://${address}`;
  const status = state.steps.find((one) => one.id === page.step.id)?.status;
  return status === 'open' && step.number < page.step.number
    ? words.madeIn(page.step.number)
    : `http://${address}${page.check.path ?? '/metrics'}`;
}

/** The lines that name where things run: app, metrics, Prometheus, folder. */
function formatAddresses(place: StepPlace, step: Step, style: Style, columns: number): string {
  const { state } = place;
  const rows = Object.entries(state.addresses).map(([name, address]): [string, string] => {
    const isWaiting = name === 'prometheus' && state.prometheus === undefined;
    return [
      ADDRESS_NAMES[name] ?? name,
      isWaiting ? words.startsWhenNeeded : pageAddress(place, step, name, address),
    ];
  });
  rows.push([words.addresses.folder, cleanText(state.workspaceDir)]);
  const nameColumns = Math.max(...rows.map(([name]) => stringWidth(name))) + 2;
  return rows
    .map(([name, value]) =>
      columns < NARROW_COLUMNS
        ? `${style.dim(name)}\n${wrap(value, columns, '  ')}`
        : wrap(value, columns, ' '.repeat(nameColumns), style.dim(padTo(name, nameColumns))),
    )
    .join('\n');
}

/** A step's text with the live addresses. Only what the build has not parsed needs the parser. */
async function formatBody(
  { body, blocks }: Step,
  addresses: SessionState['addresses'],
  style: Style,
  columns: number,
): Promise<string> {
  if (blocks === undefined) {
    const { renderMarkdown } = await import('./markdown.ts');
    return renderMarkdown(fillAddresses(body, addresses), style, columns);
  }
  // An address is `localhost:PORT`: nothing in it changes the JSON around it.
  const filled = JSON.parse(fillAddresses(JSON.stringify(blocks), addresses)) as typeof blocks;
  return renderBlocks(filled, style, columns);
}

/** The workspace files that a step is about. */
function filesOf(step: Step): readonly string[] {
  const query = queryFileOf(step);
  return [...(query === undefined ? [] : [query]), ...(step.files ?? [])];
}

/** The title of the part, at its first step. */
function partLine({ parts, steps }: Course, step: Step, style: Style, columns: number): readonly string[] {
  const part = parts[step.part];
  if (part === undefined || parts.length === 1 || steps[step.number - 2]?.part === step.part) return [];
  return [wrap(style.bold(words.part(step.part + 1, cleanText(part.title))), columns)];
}

/** The whole step, ready to print. */
export async function formatStep(
  step: Step,
  here: StepPlace,
  style: Style,
  columns: number,
): Promise<string> {
  const { course, state } = here;
  const lastOfPart = course.steps.findLast((one) => one.part === step.part);
  const place = words.place(step.number, lastOfPart?.number ?? step.number);
  const status = state.steps.find((one) => one.id === step.id)?.status ?? 'open';
  const done = status === 'open' ? '' : ` (${words.status[status]})`;
  return [
    style.dim('-'.repeat(Math.min(columns, 60))),
    ...partLine(course, step, style, columns),
    wrap(`${style.accent(place)}  ${style.bold(step.title)}${style.dim(done)}`, columns),
    style.dim(wrap([`${step.id}: ${words.kinds[step.kind]}`, ...filesOf(step)].join(', '), columns)),
    '',
    await formatBody(step, state.addresses, style, columns),
    '',
    formatAddresses(here, step, style, columns),
    '',
  ].join('\n');
}
