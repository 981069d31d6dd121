// What can be wrong or doubtful in a course, as facts. `words/en/course/` words them.
import type { DataFacts, SpecFacts } from '../../checks/index.ts';
import type { FileFault } from '../../../files/index.ts';
import type { BodyFacts } from '../../model/body-limits.ts';
import type { SchemaRule } from '../../model/schema/rules.ts';

/** A kind of data. */
export type DataType = 'list' | 'map' | 'text' | 'number' | 'boolean' | 'empty' | 'missing';
/** What a schema wants: a kind of data, or one of these values. */
export type WantedValue = DataType | { readonly values: readonly string[] };
/** What is there instead: a kind of data, or the value itself. */
export type FoundValue = DataType | { readonly value: string; readonly isText: boolean };

/** What a value has to be. `said`: the words of the schema's library, for what the lab has no words for. */
export type ValueRule =
  | { readonly kind: 'at-least' | 'at-most'; readonly limit: string; readonly count: number }
  | { readonly kind: 'from' | 'up-to' | 'begins-with'; readonly limit: string }
  | { readonly kind: 'integer' }
  | { readonly kind: 'other'; readonly said: string }
  | { readonly kind: 'schema'; readonly name: SchemaRule };

/** What the YAML parser found that an author can be told better than by the parser. */
export type YamlReason =
  | 'tab'
  | 'colon-in-text'
  | 'line-without-colon'
  | 'key-without-colon'
  | 'quote-open'
  | 'list-beside-key'
  | 'text-behind-value'
  | 'columns'
  | 'list-open'
  | 'map-open'
  | 'character'
  | 'second-document';

/** Why a path of a course cannot be used. */
export interface PathFacts {
  'missing-file': { readonly file: string };
  'leaves-course': { readonly file: string };
  'leaves-course/link': { readonly file: string };
  'not-a-file': { readonly file: string };
  'file-too-large': { readonly file: string; readonly maxKilobytes: number };
  'not-utf8': { readonly file: string };
  /** `said`: the code of the system, or what an error says. */
  'cannot-read': { readonly file: string; readonly said: string };
  'cannot-read/refused': { readonly file: string; readonly fault: FileFault };
}

/** Why a patch gives no program. */
export interface PatchFacts {
  'case-patch/no-diff': { readonly said: string };
  'case-patch/empty': object;
  'case-patch/nameless': object;
  'case-patch/base-missing': { readonly file: string };
  'case-patch/base-edited': { readonly file: string };
  'case-patch/base-unreadable': { readonly why: FactOf<PathFacts> };
  'case-patch/differs': { readonly file: string };
  'case-patch/reserved': { readonly file: string };
}

/** Why a case cannot be used. */
export interface CaseFacts extends PathFacts, PatchFacts {
  'case-header': { readonly of: 'mistake' | 'variant' };
  'case-empty': object;
  'case-without-answer': { readonly file: string };
  'reserved-file/case': { readonly file: string };
}

/** The parameters of each finding. A kind is the code of the finding, or the code, a slash and a variant. */
export interface DiagnosticFacts extends CaseFacts, BodyFacts, SpecFacts, DataFacts {
  'front-matter-missing': object;
  'front-matter-open': object;
  'control-character': { readonly name: string };
  'control-character/escaped': { readonly part: 'text' | 'key' };

  /** The code of a finding of the parser begins with `yaml-` and has the parser's code. */
  yaml: { readonly reason: YamlReason | { readonly said: string } };
  'yaml-too-long': { readonly maxKilobytes: number };
  'yaml-duplicate-key': object;
  'yaml-tag': { readonly tag: string };
  'yaml-aliases': { readonly max: number };
  'yaml-aliases/no-anchor': { readonly name: string };
  'yaml-too-deep': object;

  'unknown-key': { readonly key: string };
  /** `inside`: the path of what lacks the key, where that is not the whole file. */
  'missing-key': { readonly key: string; readonly inside?: string };
  /** `path`: absent where it is the whole file. */
  'wrong-type': { readonly path?: string; readonly wanted: WantedValue; readonly found: FoundValue };
  'wrong-value': { readonly path?: string; readonly rule: ValueRule };
  'wrong-choice': { readonly path?: string; readonly rule: ValueRule };

  'unknown-scenario': { readonly name: string; readonly known: readonly string[] };
  'unknown-history': { readonly name: string; readonly known: readonly string[] };
  'unknown-port': { readonly name: string; readonly known: readonly string[] };
  'unknown-port/api': object;
  'unknown-stage': { readonly name: string; readonly known: readonly string[] };
  'unknown-step': { readonly name: string };
  'unknown-file/entry': { readonly file: string };
  'unknown-file/of-step': { readonly file: string };
  'unknown-file/scrape-config': { readonly file: string };
  'unknown-file/of-check': { readonly file: string };
  'reserved-file': { readonly file: string };
  'duplicate-port': { readonly port: number; readonly name: string };
  'duplicate-id/step': { readonly id: string; readonly folder: string };
  'duplicate-id/part': { readonly id: string };
  'duplicate-step': { readonly folder: string };
  'steps-and-parts': object;
  'no-contest': object;
  'request-path': object;
  'second-question': object;

  'open-code-fence': object;
  'dead-link': { readonly href: string };
  'dead-link/nowhere': object;
  'dead-link/file': { readonly why: FactOf<PathFacts> };
  'dead-image/nowhere': object;
  'dead-image/file': { readonly why: FactOf<PathFacts> };
  'link-scheme': { readonly of: 'link' | 'image'; readonly scheme: string };
  'hint-gives-away': { readonly given: string };
  'unknown-placeholder': { readonly placeholder: string; readonly known: readonly string[] };
  'step-order': { readonly folder: string; readonly last: string };
  'folder-name': { readonly id: string; readonly folder: string };
  'kind-mismatch/answer': object;
  'kind-mismatch/choice': object;
  'kind-mismatch/question': object;
  /** `file`: where the learner's query is. */
  'kind-mismatch/query': { readonly file: string };
  'no-solution': object;
  'needs-prometheus': object;
  'empty-text': object;
  'no-mistakes': object;
  'no-variants': object;
  'stray-file': object;
  unfinished: object;
  'unreachable-scenario': { readonly id: string };
  'unused-stage': { readonly id: string };
  'unused-history': { readonly id: string };
  /** `said`: what is wrong with the line of its `load`. */
  'bad-history': { readonly name: string; readonly line: number; readonly said: string };
  'bad-history/too-long': { readonly days: number };
  /** A file of a solution that Prometheus cannot read. `said`: its words. */
  'bad-solution': { readonly said: string };
  'empty-solution': { readonly of: 'query' | 'rules' };
  'history-without-prometheus': object;
  'text-gives-away': { readonly given: string };
}

/** One of the facts of an interface: its kind and its parameters. */
export type FactOf<Facts, K extends keyof Facts = keyof Facts> = {
  readonly [Kind in K]: Facts[Kind] & { readonly kind: Kind };
}[K];

export type DiagnosticFact = FactOf<DiagnosticFacts>;
export type CaseFact = FactOf<CaseFacts>;
export type PathFact = FactOf<PathFacts>;
export type PatchFact = FactOf<PatchFacts>;
