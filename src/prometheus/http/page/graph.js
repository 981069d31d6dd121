// The answer to a range query as lines over time. A pointer or the arrow keys move a cursor; the legend shows the
// values under it, and its buttons hide and show series.
import { element, seriesLabel, svg } from './dom.js';
import { clockTime, shortNumber, ticks, valueRange } from './scale.js';

const WIDTH = 800;
const HEIGHT = 320;
const EDGE = { top: 12, right: 14, bottom: 30, left: 56 };
const MAX_SERIES = 40;
const COLORS = 8;
const DASHES = ['', 'dashed', 'dotted'];

/** A figure with the graph and its legend. */
export function graph({ resultType, result, start, end, step }) {
  if (resultType !== 'matrix' || result.length === 0)
    return element(
      'p',
      {},
      'No series. The expression is valid, and nothing with that name and these labels had a value in this range.',
    );
  const series = result.slice(0, MAX_SERIES).map((one, index) => ({
    metric: one.metric,
    points: one.values.map(([time, text]) => [time, Number(text.replace('Inf', 'Infinity'))]),
    look: `color-${index % COLORS} ${DASHES[Math.floor(index / COLORS) % DASHES.length]}`.trim(),
    isShown: true,
  }));
  // A drawing of its own for a narrow page: shrinking the wide one would shrink its letters too.
  const width = Math.max(280, Math.min(WIDTH, document.querySelector('main').clientWidth - 24));
  const drawing = svg('svg', {
    class: 'graph',
    viewBox: `0 0 ${width} ${HEIGHT}`,
    tabindex: 0,
    role: 'img',
    'aria-label': `Graph of ${result.length === 1 ? '1 series' : `${result.length} series`} from ${clockTime(start, 0)} to ${clockTime(end, 0)}. Arrow keys move through time.`,
  });
  const spoken = element('p', { class: 'status', role: 'status' });
  const values = series.map(() => element('span', { class: 'number' }));
  const x = (time) => EDGE.left + ((time - start) / (end - start)) * (width - EDGE.left - EDGE.right);
  let cursor = end;

  const draw = () => {
    const shown = series.filter((one) => one.isShown);
    const [low, high] = valueRange(shown.flatMap((one) => one.points.map(([, value]) => value)));
    const y = (value) => EDGE.top + ((high - value) / (high - low)) * (HEIGHT - EDGE.top - EDGE.bottom);
    drawing.replaceChildren(
      ...valueAxis(low, high, y, width),
      ...timeAxis(start, end, x, width),
      ...shown.flatMap((one) => [
        svg('path', { class: one.look, d: linePath(one.points, x, y, step) }),
        ...lonePoints(one.points, step).map(([time, value]) =>
          svg('circle', { class: one.look, cx: x(time), cy: y(value), r: 3 }),
        ),
      ]),
      svg('line', { class: 'cursor', x1: x(cursor), x2: x(cursor), y1: EDGE.top, y2: HEIGHT - EDGE.bottom }),
    );
    for (const [index, one] of series.entries())
      values[index].textContent = valueAt(one.points, cursor, step);
  };

  const moveTo = (time, isSpoken) => {
    const steps = Math.round((Math.min(Math.max(time, start), end) - start) / step);
    cursor = start + steps * step;
    draw();
    const first = series.find((one) => one.isShown);
    if (isSpoken && first !== undefined)
      spoken.textContent = `At ${clockTime(cursor, 0)}: ${valueAt(first.points, cursor, step) || 'no value'}${series.length > 1 ? ' for the first series shown' : ''}`;
    else spoken.textContent = `Values at ${clockTime(cursor, 0)}`;
  };

  drawing.addEventListener('pointermove', (event) => {
    const box = drawing.getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width) * width;
    moveTo(start + ((at - EDGE.left) / (width - EDGE.left - EDGE.right)) * (end - start), false);
  });
  drawing.addEventListener('keydown', (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity }[
      event.key
    ];
    if (by === undefined) return;
    event.preventDefault();
    moveTo(Math.min(Math.max(cursor + by * step, start), end), true);
  });
  draw();
  return element('figure', {}, drawing, spoken, legend(series, values, result.length, draw));
}

function legend(series, values, total, draw) {
  const items = series.map((one, index) => {
    const button = element(
      'button',
      { type: 'button', 'aria-pressed': 'true' },
      svg(
        'svg',
        { class: 'graph-key', viewBox: '0 0 32 12', 'aria-hidden': 'true' },
        svg('line', { class: one.look, x1: 0, x2: 32, y1: 6, y2: 6, 'stroke-width': 4 }),
      ),
      seriesLabel(one.metric),
      values[index],
    );
    button.addEventListener('click', () => {
      one.isShown = !one.isShown;
      button.setAttribute('aria-pressed', String(one.isShown));
      draw();
    });
    return element('li', {}, button);
  });
  if (total > series.length)
    items.push(element('li', { class: 'muted' }, `${total - series.length} more series are not shown.`));
  return element('ul', { class: 'legend', 'aria-label': 'Series shown' }, items);
}

function valueAxis(low, high, y, width) {
  return ticks(low, high, 5).flatMap((value) => [
    svg('line', { class: 'grid', x1: EDGE.left, x2: width - EDGE.right, y1: y(value), y2: y(value) }),
    svg('text', { x: EDGE.left - 8, y: y(value) + 4, 'text-anchor': 'end' }, shortNumber(value)),
  ]);
}

function timeAxis(start, end, x, width) {
  const count = Math.max(2, Math.floor(width / 160));
  const every = (end - start) / count;
  return Array.from({ length: count + 1 }, (_, index) => start + index * every).map((time, index) =>
    svg(
      'text',
      {
        x: x(time),
        y: HEIGHT - 10,
        'text-anchor': index === 0 ? 'start' : index === count ? 'end' : 'middle',
      },
      clockTime(time, end - start),
    ),
  );
}

/** A gap in the samples is a gap in the line. */
function linePath(points, x, y, step) {
  let path = '';
  let last = -Infinity;
  for (const [time, value] of points) {
    if (!Number.isFinite(value)) continue;
    path += `${time - last > step * 1.5 ? 'M' : 'L'}${x(time).toFixed(1)} ${y(value).toFixed(1)}`;
    last = time;
  }
  return path;
}

/** Points with no neighbour, which a line would not show. */
function lonePoints(points, step) {
  const drawn = points.filter(([, value]) => Number.isFinite(value));
  return drawn.filter(
    ([time], index) =>
      time - (drawn[index - 1]?.[0] ?? -Infinity) > step * 1.5 &&
      (drawn[index + 1]?.[0] ?? Infinity) - time > step * 1.5,
  );
}

function valueAt(points, time, step) {
  const found = points.find(([at]) => Math.abs(at - time) < step / 2);
  return found === undefined
    ? ''
    : String(Number.isFinite(found[1]) ? Number(found[1].toPrecision(6)) : found[1]);
}
