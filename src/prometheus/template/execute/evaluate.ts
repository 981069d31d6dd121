// Evaluates pipelines, commands and their operands. The order of evaluation and the errors are those of Go's text/template.
import { quote } from '../../promql/text/strings.ts';
import { findFunction } from '../functions/find.ts';
import type {
  ChainNode,
  CommandNode,
  Node,
  NumberNode,
  OperandNode,
  PipeNode,
  VariableNode,
} from '../syntax/nodes.ts';
import { printNode } from '../syntax/print-node.ts';
import type { Signature } from '../values/signature.ts';
import { bool, concrete, float, integer, text, type Value } from '../values/model.ts';
import { call, type ArgumentSource } from './call.ts';
import { fieldOf } from './fields.ts';
import type { ExecutionState } from './state.ts';
import { unreachable } from '../../../unreachable.ts';

/** An operand that says its value itself. */
type Literal = Exclude<OperandNode, { kind: 'chain' | 'field' | 'identifier' | 'pipe' | 'variable' }>;

/** Evaluates with one value of the dot. */
export class Evaluation implements ArgumentSource {
  readonly state: ExecutionState;
  readonly #dot: Value;

  constructor(state: ExecutionState, dot: Value) {
    this.state = state;
    this.#dot = dot;
  }

  /** The value of a pipeline. Variables that it declares stay until the caller removes them. */
  pipeline(pipe: PipeNode): Value {
    this.state.at(pipe);
    let value: Value | undefined;
    for (const command of pipe.commands) value = concrete(this.#command(command, value));
    const result = value ?? this.state.fail('missing value for command');
    for (const { path } of pipe.declared) {
      const [name = ''] = path;
      if (pipe.isAssign) this.state.assign(name, result);
      else this.state.declare(name, result);
    }
    return result;
  }

  /** `final` is what the command before it in the pipeline gave. */
  #command(command: CommandNode, final: Value | undefined): Value {
    const { args } = command;
    const [word] = args;
    switch (word.kind) {
      case 'field':
        this.state.at(word);
        return this.#chain(this.#dot, word, word.path, args, final);
      case 'chain':
        return this.#chainNode(word, args, final);
      case 'identifier':
        return this.#function(word.name, word, command, args, final);
      case 'pipe':
        this.#takesNoArguments(args, final);
        return this.pipeline(word);
      case 'variable':
        return this.#variable(word, args, final);
      case 'bool':
      case 'dot':
      case 'nil':
      case 'number':
      case 'string':
      default:
        this.state.at(word);
        this.#takesNoArguments(args, final);
        return this.#literal(word);
    }
  }

  #takesNoArguments(args: readonly OperandNode[], final: Value | undefined): void {
    const [first] = args;
    if (first !== undefined && (args.length > 1 || final !== undefined))
      this.state.fail(`can't give argument to non-function ${printNode(first)}`);
  }

  #literal(node: Literal): Value {
    switch (node.kind) {
      case 'nil':
        return this.state.fail('nil is not a command');
      case 'bool':
        return bool(node.value);
      case 'dot':
        return this.#dot;
      case 'number':
        return this.#number(node);
      case 'string':
        return text(node.value);
      default:
        return unreachable(node);
    }
  }

  /** A number where any type is allowed: its notation decides. */
  #number(node: NumberNode): Value {
    this.state.at(node);
    const isHex = /^0x[^p]+$/i.test(node.text);
    const isFloat = !isHex && !node.text.startsWith("'") && /[.eEpP]/.test(node.text);
    if (isFloat && node.float !== undefined) return float(node.float);
    if (node.int !== undefined) return integer(node.int);
    return this.state.fail(`${node.text} overflows int`);
  }

  #variable(node: VariableNode, args: readonly OperandNode[], final: Value | undefined): Value {
    this.state.at(node);
    const [name = '', ...path] = node.path;
    const value = this.state.variable(name);
    if (path.length > 0) return this.#chain(value, node, path, args, final);
    this.#takesNoArguments(args, final);
    return value;
  }

  #chainNode(node: ChainNode, args: readonly OperandNode[], final: Value | undefined): Value {
    this.state.at(node);
    if (node.node.kind === 'nil')
      return this.state.fail(`indirection through explicit nil in ${printNode(node)}`);
    const value = this.valueOf(node.node);
    return this.#chain(value, node, node.path, args, final);
  }

  /** Fields of fields; the last one gets the arguments if it is a method. */
  #chain(
    start: Value,
    node: Node,
    path: readonly string[],
    args: readonly OperandNode[],
    final: Value | undefined,
  ): Value {
    let value = start;
    for (const [index, name] of path.entries()) {
      const isLast = index === path.length - 1;
      const given = isLast ? args.slice(1) : [];
      value = fieldOf(this, value, name, node, given, isLast ? final : undefined);
    }
    return value;
  }

  #function(
    name: string,
    node: OperandNode,
    command: Node,
    args: readonly OperandNode[],
    final: Value | undefined,
  ): Value {
    this.state.at(node);
    const signature: Signature =
      findFunction(name) ?? this.state.fail(`${quote(name)} is not a defined function`);
    return call(this, { signature, name, node: command }, args.slice(1), final);
  }

  /** The value of an operand where any type is allowed. */
  valueOf(node: OperandNode): Value {
    this.state.at(node);
    switch (node.kind) {
      case 'field':
        return this.#chain(this.#dot, node, node.path, [], undefined);
      case 'variable':
        return this.#variable(node, [], undefined);
      case 'pipe':
        return this.pipeline(node);
      case 'identifier':
        return this.#function(node.name, node, node, [], undefined);
      case 'chain':
        return this.#chainNode(node, [], undefined);
      case 'bool':
      case 'dot':
      case 'nil':
      case 'number':
      case 'string':
      default:
        return this.#literal(node);
    }
  }
}
