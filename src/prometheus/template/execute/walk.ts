// Walks the statements of a template and writes its text.
import { quote } from '../../promql/text/strings.ts';
import { formatArgument, print, printable } from '../format/value.ts';
import { plainFlags } from '../format/flags.ts';
import type { BranchNode, ListNode, StatementNode, TemplateNode } from '../syntax/nodes.ts';
import { bytesOf, indirect, integer, isTrue, NOTHING, text, type Value } from '../values/model.ts';
import { Evaluation } from './evaluate.ts';
import { MAX_DEPTH } from './limits.ts';
import type { ExecutionState } from './state.ts';

/** How a list of statements was left. */
type Exit = 'end' | 'break' | 'continue';

/** Walks a list of statements. */
export function walkList(state: ExecutionState, dot: Value, list: ListNode): Exit {
  state.at(list);
  for (const node of list.nodes) {
    const exit = walk(state, dot, node);
    if (exit !== 'end') return exit;
  }
  return 'end';
}

function walk(state: ExecutionState, dot: Value, node: StatementNode): Exit {
  state.at(node);
  switch (node.kind) {
    case 'text':
      state.write(node.text);
      return 'end';
    case 'break':
    case 'continue':
      return node.kind;
    case 'action': {
      const value = new Evaluation(state, dot).pipeline(node.pipe);
      if (node.pipe.declared.length > 0) return 'end';
      state.at(node);
      state.write(state.guard((charge) => print([printable(value)], charge)));
      return 'end';
    }
    case 'template':
      walkTemplate(state, dot, node);
      return 'end';
    case 'range':
      return walkRange(state, dot, node);
    case 'if':
    case 'with':
    default:
      return walkCondition(state, dot, node);
  }
}

function shown(state: ExecutionState, value: Value): string {
  return state.guard((charge) => formatArgument(value, 'v', plainFlags(charge)));
}

/** Runs what may declare variables, and forgets them. */
function scoped<T>(state: ExecutionState, run: () => T): T {
  const declared = state.variables.length;
  const result = run();
  state.variables.length = declared;
  return result;
}

function walkCondition(state: ExecutionState, dot: Value, node: BranchNode): Exit {
  return scoped(state, () => {
    const value = new Evaluation(state, dot).pipeline(node.pipe);
    if (isTrue(value)) return walkList(state, node.kind === 'with' ? value : dot, node.list);
    return node.elseList === undefined ? 'end' : walkList(state, dot, node.elseList);
  });
}

/** What a range goes over: each element with its index, key, or nothing for the numbers below an integer. */
function* elementsOf(
  state: ExecutionState,
  node: BranchNode,
  value: Value,
): Generator<readonly [Value, Value]> {
  switch (value.kind) {
    case 'nothing':
      return;
    case 'slice':
      for (const [index, item] of value.items.entries()) yield [integer(index), item];
      return;
    case 'map':
      for (const name of [...value.entries.keys()].toSorted(byBytes))
        yield [text(name), value.entries.get(name) ?? value.missing];
      return;
    case 'integer':
      if (node.pipe.declared.length > 1)
        state.fail(`can't use ${shown(state, value)} to iterate over more than one variable`);
      for (let at = 0n; at < value.value; at += 1n) yield [NOTHING, { ...value, value: at }];
      return;
    case 'bool':
    case 'float':
    case 'interface':
    case 'pointer':
    case 'string':
    case 'struct':
    case 'time':
    default:
      state.fail(`range can't iterate over ${shown(state, value)}`);
  }
}

function byBytes(left: string, right: string): number {
  return Buffer.compare(bytesOf(left), bytesOf(right));
}

function walkRange(state: ExecutionState, dot: Value, node: BranchNode): Exit {
  return scoped(state, () => {
    const { value } = indirect(new Evaluation(state, dot).pipeline(node.pipe));
    const { declared, isAssign } = node.pipe;
    let isEmpty = true;
    for (const [index, element] of elementsOf(state, node, value)) {
      isEmpty = false;
      const values = declared.length > 1 ? [index, element] : [element];
      for (const [at, { path }] of declared.entries()) {
        const given = values[at] ?? NOTHING;
        if (isAssign) state.assign(path[0] ?? '', given);
        else state.setRecent(declared.length - at, given);
      }
      const exit = scoped(state, () => walkList(state, element, node.list));
      if (exit === 'break') break;
    }
    return isEmpty && node.elseList !== undefined ? walkList(state, dot, node.elseList) : 'end';
  });
}

/** A template has no variables of the one that calls it. */
function walkTemplate(state: ExecutionState, dot: Value, node: TemplateNode): void {
  const list = state.parsed.templates.get(node.name);
  if (list === undefined) state.fail(`template ${quote(node.name)} not defined`);
  else if (state.depth === MAX_DEPTH) state.fail(`exceeded maximum template depth (${MAX_DEPTH})`);
  else {
    const inner = node.pipe === undefined ? NOTHING : new Evaluation(state, dot).pipeline(node.pipe);
    const { variables, templateName } = state;
    state.depth += 1;
    state.variables = [{ name: '$', value: inner }];
    state.templateName = node.name;
    walkList(state, inner, list);
    state.depth -= 1;
    state.variables = variables;
    state.templateName = templateName;
  }
}
