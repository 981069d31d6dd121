// The syntax tree of a template. Each node has its place in the text, as in Go's text/template/parse.

interface At {
  /** Index in the text of the template. */
  readonly pos: number;
}

export interface NumberNode extends At {
  readonly kind: 'number';
  /** As written. */
  readonly text: string;
  /** Each absent where the number has no such form. */
  readonly int?: bigint;
  readonly uint?: bigint;
  readonly float?: number;
}

export interface VariableNode extends At {
  readonly kind: 'variable';
  /** `$x` and the fields after it. */
  readonly path: readonly string[];
}

export interface FieldNode extends At {
  readonly kind: 'field';
  readonly path: readonly string[];
}

export interface IdentifierNode extends At {
  readonly kind: 'identifier';
  readonly name: string;
}

/** Fields of something in parentheses, or of a function's result. */
export interface ChainNode extends At {
  readonly kind: 'chain';
  readonly node: OperandNode;
  readonly path: readonly string[];
}

export interface PipeNode extends At {
  readonly kind: 'pipe';
  isAssign: boolean;
  readonly declared: VariableNode[];
  readonly commands: CommandNode[];
}

export interface CommandNode extends At {
  readonly kind: 'command';
  readonly args: readonly [OperandNode, ...OperandNode[]];
}

export type OperandNode =
  | NumberNode
  | VariableNode
  | FieldNode
  | IdentifierNode
  | ChainNode
  | PipeNode
  | (At & { readonly kind: 'dot' | 'nil' })
  | (At & { readonly kind: 'bool'; readonly value: boolean })
  | (At & { readonly kind: 'string'; readonly quoted: string; readonly value: string });

export interface ListNode extends At {
  readonly kind: 'list';
  readonly nodes: StatementNode[];
}

export interface BranchNode extends At {
  readonly kind: 'if' | 'range' | 'with';
  readonly pipe: PipeNode;
  readonly list: ListNode;
  readonly elseList: ListNode | undefined;
}

export interface TemplateNode extends At {
  readonly kind: 'template';
  readonly name: string;
  readonly pipe: PipeNode | undefined;
}

export interface ActionNode extends At {
  readonly kind: 'action';
  readonly pipe: PipeNode;
}

export type StatementNode =
  | (At & { readonly kind: 'text'; readonly text: string })
  | (At & { readonly kind: 'break' | 'continue' })
  | ActionNode
  | BranchNode
  | TemplateNode;

export type Node = OperandNode | CommandNode | ListNode | StatementNode;

/** A text and the templates in it: its own and those that it defines, by name. */
export interface ParsedText {
  readonly name: string;
  readonly text: string;
  readonly templates: ReadonlyMap<string, ListNode>;
}
