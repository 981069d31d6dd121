// The answer to a range query as lines over time. A pointer or the arrow keys move a cursor; the legend shows the
// values under it, and its buttons hide and show series.
import { element, seriesLabel, svg } from './dom.js';
import { clockTime, readableValue, tickLabels, ticks, valueRange } from './scale.js';

const WIDTH = 800;
const HEIGHT = 320;
const EDGE = { top: 12, right: 14, bottom: 30, left: 56 };
/** The width of one letter of a label. */
const LETTER = 7;
const MAX_SERIES = 40;
const COLORS = 8;
const DASHES = ['', 'dashed', 'dotted'];

/** What stays when the same graph is drawn anew: which series are hidden, and where the cursor was put. */
export function graphMemory() {
  return { hidden: new Set(), cursor: undefined };
}

/** A figure with the graph and its legend. */
export function graph({ resultType, result, start, end, step }, memory) {
  if (resultType !== 'matrix' || result.length === 0)
    return element(
      'p',
      {},
      'No series. The expression is valid, and nothing with that name and these labels had a value in this range.',
    );
  const series = result.slice(0, MAX_SERIES).map((one, index) => ({
    metric: one.metric,
    key: JSON.stringify(one.metric),
    points: one.values.map(([time, text]) => [time, Number(text), text]),
    look: `color-${index % COLORS} ${DASHES[Math.floor(index / COLORS) % DASHES.length]}`.trim(),
  }));
  const isShown = (one) => !memory.hidden.has(one.key);
  // A narrow page gets another drawing: shrinking the wide one would shrink its letters too.
  const width = Math.max(280, Math.min(WIDTH, document.querySelector('main').clientWidth - 24));
  const drawing = svg('svg', {
    class: 'graph',
    viewBox: `0 0 ${width} ${HEIGHT}`,
    tabindex: 0,
    'data-key': 'graph',
    role: 'img',
    'aria-label': `Graph of ${result.length === 1 ? '1 series' : `${result.length} series`} from ${clockTime(start, 0)} to ${clockTime(end, 0)}. Arrow keys move through time.`,
  });
  const spoken = element('p', { class: 'status', role: 'status' });
  const legendValues = series.map(() => element('span', { class: 'number' }));
  let left = EDGE.left;
  const x = (time) => left + ((time - start) / (end - start)) * (width - left - EDGE.right);
  const isCursorHere = memory.cursor >= start && memory.cursor < end;
  let cursor = isCursorHere ? memory.cursor : end;

  const draw = () => {
    const shown = series.filter(isShown);
    const drawn = shown.flatMap((one) => one.points.map(([, value]) => value)).filter(Number.isFinite);
    const [low, high] = valueRange(drawn);
    const y = (value) => EDGE.top + ((high - value) / (high - low)) * (HEIGHT - EDGE.top - EDGE.bottom);
    const values = ticks(low, high, 5);
    const labels = tickLabels(values);
    left = Math.max(EDGE.left, Math.max(...labels.map((label) => label.length)) * LETTER + 16);
    drawing.replaceChildren(
      ...(drawn.length > 0 ? valueAxis(values, labels, y, left, width) : [nothingDrawn(shown, width)]),
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
      legendValues[index].textContent = valueAt(one.points, cursor, step);
  };

  const moveTo = (time, isSpoken) => {
    const steps = Math.round((Math.min(Math.max(time, start), end) - start) / step);
    cursor = start + steps * step;
    // Left at the end, it goes along with the time.
    memory.cursor = cursor < end ? cursor : undefined;
    draw();
    const first = series.find(isShown);
    if (isSpoken && first !== undefined)
      spoken.textContent = `At ${clockTime(cursor, 0)}: ${valueAt(first.points, cursor, step) || 'no value'}${series.length > 1 ? ' for the first series shown' : ''}`;
    else spoken.textContent = `Values at ${clockTime(cursor, 0)}`;
  };

  drawing.addEventListener('pointermove', (event) => {
    const box = drawing.getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width) * width;
    moveTo(start + ((at - left) / (width - left - EDGE.right)) * (end - start), false);
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
  spoken.textContent = `Values at ${clockTime(cursor, 0)}`;
  const toggle = (one) => {
    if (!memory.hidden.delete(one.key)) memory.hidden.add(one.key);
    draw();
    return isShown(one);
  };
  return element('figure', {}, drawing, spoken, legend(series, legendValues, result.length, isShown, toggle));
}

function legend(series, values, total, isShown, toggle) {
  const items = series.map((one, index) => {
    const button = element(
      'button',
      { type: 'button', 'aria-pressed': String(isShown(one)), 'data-key': one.key },
      svg(
        'svg',
        { class: 'graph-key', viewBox: '0 0 32 12', 'aria-hidden': 'true' },
        svg('line', { class: one.look, x1: 0, x2: 32, y1: 6, y2: 6, 'stroke-width': 4 }),
      ),
      seriesLabel(one.metric),
      values[index],
    );
    button.addEventListener('click', () => button.setAttribute('aria-pressed', String(toggle(one))));
    return element('li', {}, button);
  });
  if (total > series.length)
    items.push(element('li', { class: 'muted' }, `${total - series.length} more series are not shown.`));
  return element('ul', { class: 'legend', 'aria-label': 'Series shown' }, items);
}

function valueAxis(values, labels, y, left, width) {
  return values.flatMap((value, index) => [
    svg('line', { class: 'grid', x1: left, x2: width - EDGE.right, y1: y(value), y2: y(value) }),
    svg('text', { x: left - 8, y: y(value) + 4, 'text-anchor': 'end' }, labels[index]),
  ]);
}

/** An axis without a line on it would only puzzle. */
function nothingDrawn(shown, width) {
  const words = shown.length === 0 ? 'Every series is hidden.' : 'Only NaN and infinities: nothing to draw.';
  return svg('text', { x: width / 2, y: HEIGHT / 2, 'text-anchor': 'middle' }, words);
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

/** Points with no neighbor, which a line would not show. */
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
  return found === undefined ? '' : readableValue(found[2]);
}
