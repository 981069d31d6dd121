// The mistakes that are made in a configuration in YAML: in its lines, and in its values.
import { isScalar, parseDocument, visit } from 'yaml';
import type { Change } from '../../runtimes/contract/mutants.ts';

/** Every change of the lines and values of a configuration. `ports` are those of the app. */
export function configChanges(text: string, ports: readonly number[]): readonly Change[] {
  return [...lineChanges(text), ...valueChanges(text, ports)];
}

function lineChanges(text: string): readonly Change[] {
  const changes: Change[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const end = start + line.length;
    const indent = line.length - line.trimStart().length;
    if (line.trim() !== '' && !line.trim().startsWith('#')) {
      const change = (operator: string, from: number, to: number, put: string): void =>
        void changes.push({ operator, edits: [{ start: from, end: to, text: put }] });
      change('drop-line', start, Math.min(end + 1, text.length), '');
      change('indent-more', start, start, '  ');
      if (indent >= 2) {
        change('indent-less', start, start + 2, '');
        change('tab', start, start + 2, '\t');
      }
      if (line.trim().startsWith('- ')) change('drop-dash', start + indent, start + indent + 2, '  ');
    }
    start = end + 1;
  }
  return changes;
}

function valueChanges(text: string, ports: readonly number[]): readonly Change[] {
  const changes: Change[] = [];
  visit(parseDocument(text), {
    Seq(_, list) {
      const [only] = list.items;
      if (list.flow === true && list.items.length === 1 && isScalar(only) && list.range && only.range)
        changes.push({
          operator: 'string-for-list',
          edits: [
            { start: list.range[0], end: list.range[1], text: text.slice(only.range[0], only.range[1]) },
          ],
        });
    },
    Scalar(key, scalar) {
      if (scalar.range == null) return;
      const [start, end] = scalar.range;
      const change = (operator: string, put: string): void =>
        void changes.push({ operator, edits: [{ start, end, text: put }] });
      const value = String(scalar.value);
      change(key === 'key' ? 'rename-key' : 'change-value', quoted(`${value}x`));
      const port = /^(.*):(\d+)$/.exec(value);
      if (key === 'key' || port === null) return;
      const [, name = '', number = ''] = port;
      change('scheme', quoted(`http://${value}`));
      change('path', quoted(`${value}/metrics`));
      change('no-port', quoted(name));
      for (const other of ports)
        if (String(other) !== number) change('other-port', quoted(`${name}:${other}`));
    },
  });
  return changes;
}

const quoted = (text: string): string => (/^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", "''")}'`);
