// The mistakes that are made in a file of rules: in the expression, the times, the labels and the names of each rule.
import { isMap, isScalar, isSeq, parseDocument, visit, type Pair, type Scalar, type YAMLMap } from 'yaml';
import { formatDuration, parseDuration } from '../../../durations.ts';
import type { QuerySyntax } from '../../prometheus/index.ts';
import { applyEdits, type Change } from '../../runtimes/contract/mutants.ts';
import { changesIn } from './query-changes.ts';
import { dropItem, dropPair, replaceValue } from './yaml-edits.ts';

/** Factors of a time that is much too short, and of one that is much too long. */
const TIMES = { shorter: 0.1, longer: 10 } as const;

/** Every change of the rules of a file. */
export function ruleChanges(text: string, syntax: QuerySyntax): readonly Change[] {
  const changes: Change[] = [];
  visit(parseDocument(text), {
    Pair(_, pair) {
      if (keyOf(pair) !== 'rules' || !isSeq(pair.value)) return undefined;
      for (const rule of pair.value.items) {
        if (!isMap(rule)) continue;
        changes.push(...dropItem('drop-rule', rule, text), ...changesOfRule(rule, text, syntax));
      }
      return visit.SKIP;
    },
  });
  return changes;
}

const keyOf = ({ key }: Pair): string => (isScalar(key) ? String(key.value) : '');

function changesOfRule(rule: YAMLMap, text: string, syntax: QuerySyntax): readonly Change[] {
  return rule.items.flatMap((pair): readonly Change[] => {
    const key = keyOf(pair);
    const { value } = pair;
    if (isMap(value)) {
      if (key !== 'labels' && key !== 'annotations') return [];
      return value.items.flatMap((entry) => [
        ...dropPair(`drop-${key === 'labels' ? 'label' : 'annotation'}`, entry, text),
        ...(key === 'labels' && isScalar(entry.value)
          ? replaceValue('change-label', entry.value, `${String(entry.value.value)}x`, text)
          : []),
      ]);
    }
    if (!isScalar(value)) return [];
    if (key === 'expr') return expressionChanges(value, text, syntax);
    if (key === 'for' || key === 'keep_firing_for')
      return [...timeChanges(key, value, text), ...dropPair(`drop-${kebab(key)}`, pair, text)];
    // The name of an alert is free; that of a recorded series has a form.
    return key === 'record'
      ? replaceValue('rename-record', value, String(value.value).replaceAll(':', '_'), text)
      : [];
  });
}

const kebab = (key: string): string => key.replaceAll('_', '-');

function expressionChanges(value: Scalar, text: string, syntax: QuerySyntax): readonly Change[] {
  const expression = String(value.value);
  return changesIn(expression, syntax).flatMap(({ operator, edits }) =>
    replaceValue(operator, value, applyEdits(expression, edits), text),
  );
}

function timeChanges(key: string, value: Scalar, text: string): readonly Change[] {
  const time = parseDuration(String(value.value));
  if (time.status === 'rejected') return [];
  return Object.entries(TIMES).flatMap(([name, factor]) =>
    replaceValue(`${name}-${kebab(key)}`, value, formatDuration(Math.round(time.ms * factor)), text),
  );
}
