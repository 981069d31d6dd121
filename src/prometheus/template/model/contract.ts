// What a template is expanded with.
import type { Labels } from '../../model/samples.ts';

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
