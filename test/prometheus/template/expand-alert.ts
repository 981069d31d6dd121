// Expands a template for an alert whose data every test knows.
import {
  expandTemplate,
  parseTemplate,
  type TemplateData,
  type TemplateEnvironment,
  type TemplateSample,
} from '../../../src/prometheus/template/index.ts';
import { Labels } from '../../../src/prometheus/model/samples.ts';

/** The label set of an object. */
export const labels = (given: Record<string, string>): Labels => Labels.from(Object.entries(given));

export const NAME = '__alert_X';

const DATA: TemplateData = {
  labels: labels({ instance: 'localhost:3000', job: 'shop' }),
  externalLabels: { dc: '1' },
  externalUrl: 'http://testhost:9090/path/prefix',
  value: 1.5,
};

export interface Given {
  /** What every query returns; absent, every query is an error. */
  readonly result?: readonly TemplateSample[];
  readonly value?: number;
}

/** The text of a template. @throws the errors of parsing and of expanding */
export function expandAlert(text: string, { result, value = DATA.value }: Given = {}): string {
  const parsed = parseTemplate(text, NAME);
  if (parsed.status === 'error') throw new Error(parsed.message);
  const env: TemplateEnvironment = {
    nowMs: 1_353_755_652_000,
    query(promql) {
      if (result === undefined) throw new Error(`no result for ${promql}`);
      return result;
    },
  };
  return expandTemplate(parsed.template, { ...DATA, value }, env);
}

/** The message of the error that a template ends with. */
export function errorOf(text: string, given?: Given): string {
  try {
    return `no error, but the text ${expandAlert(text, given)}`;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return error.message;
  }
}
