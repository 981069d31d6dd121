// Templates in the labels and annotations of alerting rules: Go's text/template with Prometheus's functions.
// The public interface: parse, then expand for each alert.
import { expandText } from './execute/expand.ts';
import { findFunction } from './functions/find.ts';
import type { TemplateData, TemplateEnvironment } from './model/contract.ts';
import type { ParsedText } from './syntax/nodes.ts';
import { parseText } from './syntax/parse.ts';

export { TemplateError } from './model/contract.ts';
export type { TemplateData, TemplateEnvironment, TemplateSample } from './model/contract.ts';

/** A parsed template, ready to be expanded for each alert. */
export type Template = ParsedText;

export type ParsedTemplate =
  | { readonly status: 'ok'; readonly template: Template }
  | { readonly status: 'error'; readonly message: string };

/** What Prometheus puts before each template, so that `$labels` and the others are there; columns in errors count it. */
const DEFINITIONS = [
  '{{$labels := .Labels}}',
  '{{$externalLabels := .ExternalLabels}}',
  '{{$externalURL := .ExternalURL}}',
  '{{$value := .Value}}',
].join('');

/**
 * Parses the template of a label or an annotation. `name` is `__alert_` and the alert's name. The message of an error is
 * that of Prometheus's check of a rule file: `template: __alert_X:1: unclosed action`.
 */
export function parseTemplate(text: string, name: string): ParsedTemplate {
  const outcome = parseText(DEFINITIONS + text, name, (known) => findFunction(known) !== undefined);
  return outcome.status === 'ok' ? { status: 'ok', template: outcome.parsed } : outcome;
}

/** The text of a template for one alert. @throws {TemplateError} in Prometheus's words: `error executing template __alert_X: …` */
export function expandTemplate(template: Template, data: TemplateData, env: TemplateEnvironment): string {
  return expandText(template, data, env);
}
