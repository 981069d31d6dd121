// When a label value says what a request was: which spellings count as the same. Pure.
import type { Probe, WantedLabels } from '../../model/schema/fields.ts';

export type Property = WantedLabels[string];
export type LabelValues = Readonly<Record<string, string>>;

/** The value that a label should hold for a probe, as messages show it. */
export function wantedValue(property: Property, probe: Probe): string {
  switch (property) {
    case 'path':
      return probe.countedAs?.path ?? probe.path;
    case 'method':
      return probe.countedAs?.method ?? probe.method;
    case 'status':
      return String(probe.status ?? '');
    default:
      return property satisfies never;
  }
}

/** One spelling for all accepted ones: a path without its outer slashes, a method in upper case. */
export function plainValue(property: Property, value: string): string {
  if (property === 'path') return value.replace(/^\/|\/$/g, '');
  return property === 'method' ? value.toUpperCase() : value;
}

/** Whether a label value is an accepted spelling of what the request was. */
export function holds(property: Property, value: string | undefined, probe: Probe): boolean {
  return (
    value !== undefined && plainValue(property, value) === plainValue(property, wantedValue(property, probe))
  );
}

/** Whether all wanted labels of a series hold what the request was. Extra labels do not matter. */
export function holdsAll(wanted: WantedLabels, labels: LabelValues, probe: Probe): boolean {
  return Object.entries(wanted).every(([name, property]) => holds(property, labels[name], probe));
}

/** The labels that a probe should be counted under, as messages show them. */
export function wantedLabelValues(wanted: WantedLabels, probe: Probe): LabelValues {
  return Object.fromEntries(
    Object.entries(wanted).map(([name, property]) => [name, wantedValue(property, probe)]),
  );
}

/** Two spellings of one thing among the values of a label (`GET` and `get`), where there are any. */
export function mixedSpelling(
  property: Property,
  values: Iterable<string>,
): readonly [string, string] | undefined {
  const list = [...new Set(values)];
  const style = (value: string): string => {
    if (property === 'path') return `${value.startsWith('/')}${value.length > 1 && value.endsWith('/')}`;
    if (property === 'method')
      return value === value.toUpperCase() ? 'upper' : value === value.toLowerCase() ? 'lower' : 'mixed';
    return '';
  };
  const [first] = list;
  const other = list.find((value) => first !== undefined && style(value) !== style(first));
  return first === undefined || other === undefined ? undefined : [first, other];
}
