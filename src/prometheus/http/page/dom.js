// Builds elements. Text always becomes text nodes, so nothing that a metric carries can turn into markup.

/** An element with attributes and children; a string child is text, `onclick` and its kin are listeners. */
export function element(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same in SVG. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== false && value !== undefined) node.setAttribute(name, String(value));
  }
  node.append(...children.flat());
  return node;
}

/** A label set as PromQL writes it, the metric name set apart. */
export function seriesLabel(metric) {
  const { __name__: name = '', ...labels } = metric;
  const inner = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  const rest = inner.length > 0 ? `{${inner.join(', ')}}` : name === '' ? '{}' : '';
  return element('span', { class: 'series' }, element('span', { class: 'name' }, name), rest);
}

/** A list of terms with what belongs to each. */
export function definitions(rows) {
  return element(
    'dl',
    {},
    rows.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
  );
}

/** A box that says what went wrong, announced at once. */
export function alertBox(title, message) {
  return element('div', { class: 'alert', role: 'alert' }, element('strong', {}, title), ` ${message}`);
}

/** New children in place of the old; the one that had the focus hands it to the new one of the same `data-key`. */
export function replaceKeepingFocus(parent, ...children) {
  const key = parent.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  parent.replaceChildren(...children);
  if (key === undefined) return;
  const same = [...parent.querySelectorAll('[data-key]')].find((one) => one.dataset.key === key);
  same?.focus({ preventScroll: true });
}
