// A node as its text, the way errors quote it.
import { quote } from '../../promql/text/strings.ts';
import type { Node, PipeNode } from './nodes.ts';

function printPipe(pipe: PipeNode): string {
  const declared = pipe.declared.map((variable) => printNode(variable)).join(', ');
  const commands = pipe.commands.map((command) => printNode(command)).join(' | ');
  return declared === '' ? commands : `${declared} ${pipe.isAssign ? '=' : ':='} ${commands}`;
}

function inParentheses(node: Node): string {
  return node.kind === 'pipe' ? `(${printPipe(node)})` : printNode(node);
}

/** The text of a node, without the original's spaces. */
export function printNode(node: Node): string {
  switch (node.kind) {
    case 'text':
    case 'number':
      return node.text;
    case 'string':
      return node.quoted;
    case 'bool':
      return String(node.value);
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'identifier':
      return node.name;
    case 'variable':
      return node.path.join('.');
    case 'field':
      return node.path.map((name) => `.${name}`).join('');
    case 'chain':
      return inParentheses(node.node) + node.path.map((name) => `.${name}`).join('');
    case 'pipe':
      return printPipe(node);
    case 'command':
      return node.args.map(inParentheses).join(' ');
    case 'list':
      return node.nodes.map((statement) => printNode(statement)).join('');
    case 'break':
    case 'continue':
      return `{{${node.kind}}}`;
    case 'action':
      return `{{${printPipe(node.pipe)}}}`;
    case 'template':
      return `{{template ${quote(node.name)}${node.pipe === undefined ? '' : ` ${printPipe(node.pipe)}`}}}`;
    case 'if':
    case 'range':
    case 'with':
    default: {
      const otherwise = node.elseList === undefined ? '' : `{{else}}${printNode(node.elseList)}`;
      return `{{${node.kind} ${printPipe(node.pipe)}}}${printNode(node.list)}${otherwise}{{end}}`;
    }
  }
}
