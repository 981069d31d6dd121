// The series and queries that checks and histories read: each is read here as it will be when a learner has the step.
import { concernsOf, findDataFaults } from '../../checks/index.ts';
import { isTooLong, LONGEST_DAYS } from '../../model/simulation/past.ts';
import type { Diagnostic } from '../read/diagnostic.ts';
import type { LintInput, LintRule } from './input.ts';

/** What is wrong or doubtful in them, at its line. */
export const data: LintRule = async (input) => [
  ...(await historyFaults(input)),
  ...(await checkFaults(input)),
];

async function historyFaults({ spec, yaml, simulator, signal }: LintInput): Promise<Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const [name, { load }] of Object.entries(spec.histories ?? {})) {
    const path = ['histories', name, 'load'];
    const reading = await simulator.readTimeline(load, '', signal);
    if (reading.status === 'rejected') {
      for (const { line, message } of reading.problems)
        found.push(yaml.atLine(path, line, 'error', { kind: 'bad-history', name, line, said: message }));
    } else if (reading.status === 'too-heavy' || isTooLong(reading.timeline.endMs)) {
      found.push(yaml.at(path, 'value', 'error', { kind: 'bad-history/too-long', days: LONGEST_DAYS }));
    } else if (reading.timeline.series.length === 0) {
      found.push(yaml.at(path, 'value', 'warning', { kind: 'empty-load', name }));
    }
  }
  return found;
}

async function checkFaults({ steps, simulator, signal }: LintInput): Promise<Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const { spec, yaml } of steps) {
    for (const [index, check] of spec.checks.entries()) {
      for (const fault of await findDataFaults(concernsOf(check).data, simulator, signal)) {
        const { line, severity, fact } = fault;
        const path = ['checks', index, ...fault.path];
        found.push(
          line === undefined
            ? yaml.at(path, 'value', severity, fact)
            : yaml.atLine(path, line, severity, fact),
        );
      }
    }
  }
  return found;
}
