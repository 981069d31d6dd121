// Templates in the labels and annotations of alerting rules: Go's text/template with Prometheus's functions.
import type { Labels } from '../model/samples.ts';
import { formatGeneral } from '../promql/text/numbers.ts';

/** A parsed template, ready to be expanded for each alert. */
export interface Template {
  /** As in the errors: `__alert_` and the alert's name. */
  readonly name: string;
  readonly parts: readonly (string | { readonly label: string } | { readonly value: true })[];
}

export type ParsedTemplate =
  | { readonly status: 'ok'; readonly template: Template }
  | { readonly status: 'error'; readonly message: string };

/** What a template sees: `.Labels`, `.ExternalLabels`, `.ExternalURL` and `.Value`. */
export interface TemplateData {
  readonly labels: Labels;
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly externalUrl: string;
  readonly value: number;
}

/** One series of a query that a template makes. */
export interface TemplateSample {
  readonly labels: Labels;
  readonly value: number;
}

/** What the functions of a template need. */
export interface TemplateEnvironment {
  /** Evaluates an instant query at `nowMs`; an error that it throws is the template's error. */
  query(promql: string): readonly TemplateSample[];
  /** When the rule is evaluated, in milliseconds since the Unix epoch. */
  readonly nowMs: number;
}

/** A template that could not be expanded. The message is Prometheus's: `error executing template __alert_X: …`. */
export class TemplateError extends Error {}

/**
 * Parses the template of a label or an annotation. `name` is `__alert_` and the alert's name. The message of an error is
 * that of Prometheus's check of a rule file: `template: __alert_X:1: unclosed action`.
 */
export function parseTemplate(text: string, name: string): ParsedTemplate {
  const parts: Template['parts'][number][] = [];
  let last = 0;
  for (const match of text.matchAll(/\{\{\s*(.*?)\s*\}\}/gs)) {
    parts.push(text.slice(last, match.index));
    const [whole, action = ''] = match;
    const label = /^(?:\$labels|\.Labels)\.(\w+)$/.exec(action)?.[1];
    if (label !== undefined) parts.push({ label });
    else if (action === '$value' || action === '.Value') parts.push({ value: true });
    else return { status: 'error', message: `template: ${name}:1: unsupported action "${action}"` };
    last = match.index + whole.length;
  }
  parts.push(text.slice(last));
  return { status: 'ok', template: { name, parts } };
}

/** The text of a template for one alert. @throws {TemplateError} in Prometheus's words */
export function expandTemplate(template: Template, data: TemplateData, env: TemplateEnvironment): string {
  void env;
  return template.parts
    .map((part) => {
      if (typeof part === 'string') return part;
      return 'value' in part ? formatGeneral(data.value) : data.labels.get(part.label);
    })
    .join('');
}
