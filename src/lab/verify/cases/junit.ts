// The results as JUnit XML, in the form that the common CI viewers read: one suite a step, one case a case.
import type { CaseResult } from './model.ts';

// XML 1.0 allows no other control characters, not even escaped.
// oxlint-disable-next-line no-control-regex -- control characters are what it takes out
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const escape = (text: string): string =>
  text
    .replaceAll(NOT_XML, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

/** The document. A case that could not be judged is an `error`, one that surprised a `failure`. */
export function formatJunit(results: readonly CaseResult[]): string {
  const steps = [...new Set(results.map((result) => result.step))];
  const suites = steps.map((step) => {
    const cases = results.filter((result) => result.step === step);
    const bodies = cases.map((result) => {
      const open = `    <testcase classname="${escape(step)}" name="${escape(result.name)}" time="${seconds(result.durationMs)}"`;
      const { outcome } = result;
      if (outcome.status === 'expected') return `${open}/>`;
      const tag = outcome.status === 'blocked' ? 'error' : 'failure';
      const words = `expected ${outcome.expected}, found ${outcome.observed}`;
      return `${open}>\n      <${tag} message="${escape(words)}" type="${outcome.status}">${escape(words)}</${tag}>\n    </testcase>`;
    });
    return `  <testsuite name="${escape(step)}" ${counts(cases)} skipped="0">\n${bodies.join('\n')}\n  </testsuite>`;
  });
  // Jenkins' schema knows `skipped` of a suite, but not of all suites together.
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="ecom-lab verify" ${counts(results)}>\n${suites.join('\n')}\n</testsuites>\n`;
}

function counts(results: readonly CaseResult[]): string {
  const count = (status: CaseResult['outcome']['status']): number =>
    results.filter((result) => result.outcome.status === status).length;
  const time = seconds(results.reduce((sum, result) => sum + result.durationMs, 0));
  return `tests="${results.length}" failures="${count('surprise')}" errors="${count('blocked')}" time="${time}"`;
}
