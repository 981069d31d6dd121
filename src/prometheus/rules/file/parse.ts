// The text of a rule file -> its groups with every default in place, or all that is wrong with it (rulefmt.go).
import type { Node } from 'yaml';
import { TooLargeError, YamlReader } from '../../config/yaml-reader.ts';
import { isNullNode } from '../../config/yaml-scalars.ts';
import type { Expr } from '../../promql/index.ts';
import { printExpr } from '../../promql/print/expression.ts';
import { quote } from '../../promql/text/strings.ts';
import type { Rule, RuleGroup } from '../model/rule.ts';
import { checkLabels, checkRule, type RuleProblem } from './check-rule.ts';
import { ruleGroups, type GroupSource, type PlacedTexts, type RuleSource } from './read-groups.ts';

/** What a group has that does not say so itself. */
export interface RuleDefaults {
  readonly evaluationIntervalMs: number;
  readonly queryOffsetMs: number;
}

export interface RuleFileOptions extends RuleDefaults {
  /** Reads over fields that are not known. @default false */
  readonly ignoresUnknownFields?: boolean;
}

/** One error of a rule file. */
export interface RuleFileProblem {
  readonly file: string;
  /** 1-based; absent where the file could not be read. */
  readonly line?: number;
  /** In Prometheus's words, with the place. */
  readonly message: string;
}

export type RuleFileOutcome =
  | { readonly status: 'ok'; readonly groups: readonly RuleGroup[]; readonly warnings: readonly string[] }
  | { readonly status: 'error'; readonly problems: readonly RuleFileProblem[] };

/** As many as a person does not write, and few enough to be read in two seconds. */
const MAX_LENGTH = 2 * 1024 * 1024;
const MAX_NODES = 300_000;

/** What Prometheus logs about a file with a second document. */
export const MORE_DOCUMENTS =
  'Multiple document yaml rules files are not supported, only the first document is processed';

/**
 * Parses a rule file. An empty one is valid and has no groups.
 * @param file its absolute path, for the groups and the problems
 */
export function parseRuleFile(source: string, file: string, options: RuleFileOptions): RuleFileOutcome {
  const { ignoresUnknownFields = false } = options;
  try {
    const reader = new YamlReader(source, {
      maxLength: MAX_LENGTH,
      maxNodes: MAX_NODES,
      ignoresUnknownFields,
      yamlVersion: 3,
    });
    const { root } = reader;
    // Nothing else is read of what is not YAML.
    const isSound = reader.problems.length === 0;
    const fields = isSound && root !== null && !isNullNode(root) ? ruleGroups(root, reader) : undefined;
    if (reader.problems.length > 0) {
      const problems = reader.problems.map(({ line, message }) => ({
        file,
        ...(line === undefined ? {} : { line }),
        message: `${isSound ? '' : 'yaml: '}line ${line}: ${message}`,
      }));
      return { status: 'error', problems };
    }
    const outcome = new Groups(reader, file, options).read(fields?.groups ?? []);
    const warnings = reader.hasMoreDocuments ? [MORE_DOCUMENTS] : [];
    return outcome.status === 'ok' ? { ...outcome, warnings } : outcome;
  } catch (error) {
    if (!(error instanceof TooLargeError)) throw error;
    return { status: 'error', problems: [{ file, message: error.message }] };
  }
}

/** All problems of rule files as Prometheus prints them, one in a line. */
export function formatRuleProblems(problems: readonly RuleFileProblem[]): string {
  return problems.map(({ file, message }) => `${file}: ${message}`).join('\n');
}

class Groups {
  readonly #reader: YamlReader;
  readonly #file: string;
  readonly #defaults: RuleDefaults;
  readonly #problems: RuleFileProblem[] = [];

  constructor(reader: YamlReader, file: string, defaults: RuleDefaults) {
    this.#reader = reader;
    this.#file = file;
    this.#defaults = defaults;
  }

  read(
    sources: readonly GroupSource[],
  ):
    | { readonly status: 'ok'; readonly groups: readonly RuleGroup[] }
    | { readonly status: 'error'; readonly problems: readonly RuleFileProblem[] } {
    const names = new Set<string>();
    const groups = sources.map((source) => {
      const { name, node } = source;
      if (name === '') this.#report('Groupname must not be empty', [node], node);
      if (names.has(name)) this.#report(`groupname: "${name}" is repeated in the same file`, [node], node);
      names.add(name);
      for (const { message, places, near } of checkLabels(source.labels)) this.#report(message, places, near);
      return this.#group(source);
    });
    return this.#problems.length === 0
      ? { status: 'ok', groups }
      : { status: 'error', problems: this.#problems };
  }

  #group(source: GroupSource): RuleGroup {
    const rules = source.rules.flatMap((rule, index) => {
      const { expr, problems } = checkRule(rule);
      for (const problem of problems) this.#reportRule(source, rule, index, problem);
      return expr === undefined ? [] : [this.#rule(source, rule, expr)];
    });
    return {
      name: source.name,
      file: this.#file,
      intervalMs: source.intervalMs || this.#defaults.evaluationIntervalMs,
      limit: source.limit,
      queryOffsetMs: source.queryOffsetMs ?? this.#defaults.queryOffsetMs,
      rules,
    };
  }

  #rule(group: GroupSource, rule: RuleSource, expr: Expr): Rule {
    const shared = {
      expr,
      query: printExpr(expr),
      labels: { ...plain(group.labels), ...plain(rule.labels) },
      line: this.#reader.lineOf(rule.node),
    };
    if (rule.alert === undefined || rule.alert.value === '')
      return { kind: 'recording', name: rule.record?.value ?? '', ...shared };
    const { holdMs, keepFiringMs } = rule;
    const annotations = plain(rule.annotations);
    return { kind: 'alerting', name: rule.alert.value, ...shared, holdMs, keepFiringMs, annotations };
  }

  #reportRule({ name }: GroupSource, rule: RuleSource, index: number, problem: RuleProblem): void {
    const ruleName = rule.alert?.value || rule.record?.value || '';
    const where = `group ${quote(name)}, rule ${index + 1}, ${quote(ruleName)}`;
    this.#report(`${where}: ${problem.message}`, problem.places, problem.near);
  }

  /** With the places where Prometheus names them, otherwise with the line. */
  #report(message: string, places: readonly Node[], near: Node): void {
    const line = this.#reader.lineOf(near);
    const told = places.map((node) => this.#reader.placeOf(node)).map((at) => `${at.line}:${at.column}: `);
    const place = told.length === 0 ? `line ${line}: ` : told.join('');
    this.#problems.push({ file: this.#file, line, message: `${place}${message}` });
  }
}

function plain(texts: PlacedTexts): Record<string, string> {
  return Object.fromEntries(Array.from(texts, ([name, { value }]) => [name, value]));
}
