// The mistakes that are made in a program, each a function from a node to the changes there.
import type { Change, Edit } from '../../contract/mutants.ts';
import { calledMethod, listOf, partOf, textOf, type Place, type SyntaxNode } from './syntax.ts';

/** Every change that one operator makes at a place. */
export type Operator = (place: Place, text: string, all: readonly Place[]) => readonly Change[];

const replace = (operator: string, node: SyntaxNode, text: string): Change => ({
  operator,
  edits: [{ start: node.start, end: node.end, text }],
});

const DROPPED: ReadonlySet<string> = new Set([
  'ExpressionStatement',
  'VariableDeclaration',
  'IfStatement',
  'ReturnStatement',
]);

const dropStatement: Operator = ({ node, above: [parent] }) =>
  DROPPED.has(node.type) && isBlock(parent) ? [replace('drop-statement', node, '')] : [];

const isBlock = (node: SyntaxNode | undefined): node is SyntaxNode =>
  node?.type === 'BlockStatement' || node?.type === 'Program';

const dropAwait: Operator = ({ node }, text) => {
  const argument = node.type === 'AwaitExpression' ? partOf(node, 'argument') : undefined;
  return argument === undefined
    ? []
    : [replace('drop-await', node, text.slice(argument.start, argument.end))];
};

const PAIRS: Readonly<Record<string, string>> = {
  finish: 'close',
  close: 'finish',
  inc: 'dec',
  dec: 'inc',
  get: 'post',
  post: 'get',
  put: 'post',
  delete: 'get',
};

const swapEvent: Operator = ({ node }) =>
  node.type === 'StringLiteral' && ['finish', 'close'].includes(textOf(node, 'value'))
    ? [replace('swap-event', node, `'${PAIRS[textOf(node, 'value')] ?? ''}'`)]
    : [];

const swapMethod: Operator = ({ node }) => {
  const method = calledMethod(node);
  const other = PAIRS[textOf(method, 'name')];
  return method === undefined || other === undefined ? [] : [replace('swap-method', method, other)];
};

const otherAmount: Operator = ({ node }) => {
  const name = textOf(calledMethod(node), 'name');
  if (name !== 'inc' && name !== 'dec') return [];
  const given = listOf(node, 'arguments');
  if (given.length > 1 || given[0]?.type === 'NumericLiteral') return [];
  const before = given.length === 0 ? '2' : ', 2';
  return [{ operator: 'other-amount', edits: [{ start: node.end - 1, end: node.end - 1, text: before }] }];
};

const changeString: Operator = ({ node, above: [parent] }, text) => {
  if (node.type !== 'StringLiteral' || parent?.type === 'ImportDeclaration') return [];
  const quote = text[node.start] ?? "'";
  const changed = replace('change-string', node, `${quote}${textOf(node, 'value')}x${quote}`);
  const total = textOf(node, 'value').replace(/_total$/, '');
  return total === textOf(node, 'value')
    ? [changed]
    : [changed, replace('drop-total', node, `${quote}${total}${quote}`)];
};

const changeNumber: Operator = ({ node }) =>
  node.type === 'NumericLiteral' ? [replace('change-number', node, String(Number(node['value']) + 1))] : [];

const swapValues: Operator = ({ node }, text) => {
  if (node.type !== 'ObjectExpression') return [];
  const values = listOf(node, 'properties').flatMap((one) => {
    const value = partOf(one, 'value');
    return value?.type === 'StringLiteral' ? [value] : [];
  });
  const [a, b] = values;
  if (a === undefined || b === undefined) return [];
  return [{ operator: 'swap-values', edits: [put(a, b, text), put(b, a, text)] }];
};

const put = (at: SyntaxNode, from: SyntaxNode, text: string): Edit => ({
  start: at.start,
  end: at.end,
  text: text.slice(from.start, from.end),
});

const dropProperty: Operator = ({ node, above: [parent] }, text) => {
  const isItem =
    (node.type === 'ObjectProperty' && parent?.type === 'ObjectExpression') ||
    (node.type === 'StringLiteral' && parent?.type === 'ArrayExpression');
  if (!isItem) return [];
  const comma = /^\s*,/.exec(text.slice(node.end))?.[0].length ?? 0;
  return [{ operator: 'drop-item', edits: [{ start: node.start, end: node.end + comma, text: '' }] }];
};

const renameKey: Operator = ({ node, above: [parent] }) => {
  if (node.type !== 'ObjectProperty' || parent?.type !== 'ObjectExpression') return [];
  const key = partOf(node, 'key', 'Identifier');
  return key === undefined || node['shorthand'] === true
    ? []
    : [replace('rename-key', key, `${textOf(key, 'name')}x`)];
};

const dropArgument: Operator = ({ node }) => {
  const method = textOf(calledMethod(node), 'name');
  const [first] = listOf(node, 'arguments');
  if (first?.type !== 'ObjectExpression' || !['inc', 'dec', 'set', 'observe'].includes(method)) return [];
  return [replace('drop-labels', first, '')];
};

/** The packages that have these classes. */
const CLIENTS: ReadonlySet<string> = new Set(['prom-client', '@prometheus-io/client']);
const CLASSES: Readonly<Record<string, string>> = { Counter: 'Gauge', Gauge: 'Counter' };

const otherType: Operator = ({ node }, _text, all) => {
  const name = node.type === 'NewExpression' ? partOf(node, 'callee', 'Identifier') : undefined;
  const other = CLASSES[textOf(name, 'name')];
  if (name === undefined || other === undefined) return [];
  const imported = all.find(
    ({ node: one }) =>
      one.type === 'ImportDeclaration' && CLIENTS.has(textOf(partOf(one, 'source'), 'value')),
  )?.node;
  const edits: Edit[] = [{ start: name.start, end: name.end, text: other }];
  const [specifier] = imported === undefined ? [] : listOf(imported, 'specifiers');
  const isThere =
    imported !== undefined &&
    listOf(imported, 'specifiers').some((one) => textOf(partOf(one, 'local'), 'name') === other);
  if (specifier?.type === 'ImportSpecifier' && !isThere)
    edits.push({ start: specifier.start, end: specifier.start, text: `${other}, ` });
  return [{ operator: 'other-type', edits }];
};

/**
 * A middleware or route goes behind the last, and before the first, statement on the same object. Routes that only
 * pass each other are left alone: in which order they stand makes no difference.
 */
const moveMiddleware: Operator = ({ node, above: [parent] }, text) => {
  const own = registration(node);
  if (own === undefined || !isBlock(parent)) return [];
  const siblings = listOf(parent, 'body').filter((one) => registration(one)?.on === own.on);
  const at = siblings.indexOf(node);
  const changesOrder = (passed: readonly SyntaxNode[]): boolean =>
    passed.some((one) => own.method === 'use' || registration(one)?.method === 'use');
  const move = (operator: string, to: number, moved: string): Change => ({
    operator,
    edits: [
      { start: node.start, end: node.end, text: '' },
      { start: to, end: to, text: moved },
    ],
  });
  const code = text.slice(node.start, node.end);
  const [first] = siblings;
  const last = siblings.at(-1);
  return [
    ...(last !== undefined && changesOrder(siblings.slice(at + 1))
      ? [move('move-down', last.end, `\n${code}`)]
      : []),
    ...(first !== undefined && changesOrder(siblings.slice(0, at))
      ? [move('move-up', first.start, `${code}\n`)]
      : []),
  ];
};

/** `api` and `use` of `api.use(…)`, where that is the whole statement. */
function registration(node: SyntaxNode): { readonly on: string; readonly method: string } | undefined {
  const call = node.type === 'ExpressionStatement' ? partOf(node, 'expression', 'CallExpression') : undefined;
  const method = call === undefined ? '' : textOf(calledMethod(call), 'name');
  if (!['use', 'get', 'post', 'put', 'delete', 'all'].includes(method)) return undefined;
  const on = textOf(partOf(partOf(call, 'callee'), 'object', 'Identifier'), 'name');
  return on === '' ? undefined : { on, method };
}

const swapStatements: Operator = ({ node, above: [parent] }, text) => {
  if (parent?.type !== 'BlockStatement' || !DROPPED.has(node.type)) return [];
  const body = listOf(parent, 'body');
  const next = body[body.indexOf(node) + 1];
  if (next === undefined || !DROPPED.has(next.type)) return [];
  return [{ operator: 'swap-statements', edits: [put(node, next, text), put(next, node, text)] }];
};

const negate: Operator = ({ node }, text) => {
  const test = node.type === 'IfStatement' ? partOf(node, 'test') : undefined;
  return test === undefined ? [] : [replace('negate', test, `!(${text.slice(test.start, test.end)})`)];
};

export const CODE_OPERATORS: readonly Operator[] = [
  dropStatement,
  dropAwait,
  swapEvent,
  swapMethod,
  otherAmount,
  changeString,
  changeNumber,
  swapValues,
  dropProperty,
  renameKey,
  dropArgument,
  otherType,
  moveMiddleware,
  swapStatements,
  negate,
];
