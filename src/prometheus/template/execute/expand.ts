// Expands the template of one alert.
import type { TemplateData, TemplateEnvironment } from '../model/contract.ts';
import type { ParsedText } from '../syntax/nodes.ts';
import { textMap } from '../functions/prometheus.ts';
import { anything, float, text, type Value } from '../values/model.ts';
import { Limits } from './limits.ts';
import { ExecutionState } from './state.ts';
import { walkList } from './walk.ts';

const TYPE =
  'struct { Labels map[string]string; ExternalLabels map[string]string; ExternalURL string; Value interface {} }';

/** What is behind the dot. */
function dotOf({ labels, externalLabels, externalUrl, value }: TemplateData): Value {
  return {
    kind: 'struct',
    type: TYPE,
    fields: [
      ['Labels', textMap(labels.entries())],
      ['ExternalLabels', textMap(Object.entries(externalLabels))],
      ['ExternalURL', text(externalUrl)],
      ['Value', anything(float(value))],
    ],
  };
}

/** The text of a template. @throws {TemplateError} */
export function expandText(parsed: ParsedText, data: TemplateData, env: TemplateEnvironment): string {
  const dot = dotOf(data);
  const context = { env, externalUrl: data.externalUrl, budget: new Limits() };
  const state = new ExecutionState(parsed, dot, context);
  const root = parsed.templates.get(parsed.name);
  if (root === undefined) return state.fail(`"${parsed.name}" is an incomplete or empty template`);
  walkList(state, dot, root);
  // Bytes that are no UTF-8 cannot be in a label; Go's JSON replaces them likewise.
  return state.output.replaceAll(/\p{Surrogate}/gu, '\uFFFD');
}
