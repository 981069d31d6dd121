// Where an execution is: the node for errors, the variables, and what is written so far.
import { quote } from '../../promql/text/strings.ts';
import { TemplateError } from '../model/contract.ts';
import type { Node, ParsedText } from '../syntax/nodes.ts';
import { printNode } from '../syntax/print-node.ts';
import { CallError, type CallContext } from '../values/signature.ts';
import type { Value } from '../values/model.ts';
import { MAX_OUTPUT } from './limits.ts';

interface Variable {
  readonly name: string;
  value: Value;
}

/** The state of one expansion. */
export class ExecutionState {
  readonly parsed: ParsedText;
  readonly context: CallContext;
  /** The template that is executed, which may be one that the text defines. */
  templateName: string;
  /** How many templates are around the one that is executed. */
  depth = 0;
  variables: Variable[];
  #node: Node | undefined;
  #output = '';

  constructor(parsed: ParsedText, root: Value, context: CallContext) {
    this.parsed = parsed;
    this.context = context;
    this.templateName = parsed.name;
    this.variables = [{ name: '$', value: root }];
  }

  get output(): string {
    return this.#output;
  }

  /** Errors from here on are at this node. */
  at(node: Node): void {
    this.#node = node;
    this.guard(() => this.context.budget.step());
  }

  write(text: string): void {
    if (this.#output.length + text.length > MAX_OUTPUT)
      this.fail(`the text is longer than ${MAX_OUTPUT} characters`);
    this.#output += text;
  }

  /** Runs what counts costs; a limit that is reached is an error at the current node. */
  guard<T>(count: (charge: (length: number) => void) => T): T {
    try {
      return count((length) => this.context.budget.text(length));
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      return this.fail(error.message);
    }
  }

  /** The value of a variable. */
  variable(name: string): Value {
    return this.#find(name).value;
  }

  declare(name: string, value: Value): void {
    this.variables.push({ name, value });
  }

  assign(name: string, value: Value): void {
    this.#find(name).value = value;
  }

  /** Sets the variable that was declared `count` before the end. */
  setRecent(count: number, value: Value): void {
    const variable = this.variables.at(-count);
    if (variable !== undefined) variable.value = value;
  }

  #find(name: string): Variable {
    return (
      this.variables.findLast((variable) => variable.name === name) ??
      this.fail(`undefined variable: ${name}`)
    );
  }

  /** Ends the execution with an error at the current node, in Go's words. */
  fail(problem: string, cause?: unknown): never {
    const { name, text } = this.parsed;
    const place = this.#node === undefined ? name : `${name}:${this.#location(text)}`;
    const at =
      this.#node === undefined ? '' : `executing ${quote(this.templateName)} at <${printNode(this.#node)}>: `;
    throw new TemplateError(`error executing template ${name}: template: ${place}: ${at}${problem}`, {
      cause,
    });
  }

  /** Line, and bytes before the node in that line. */
  #location(text: string): string {
    const before = text.slice(0, this.#node?.pos ?? 0);
    const lineStart = before.lastIndexOf('\n') + 1;
    const line = before.split('\n').length;
    return `${line}:${Buffer.byteLength(before.slice(lineStart))}`;
  }
}
