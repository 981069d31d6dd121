// How submissions are graded.
import type { NoSandbox, ReportErrors } from '../../../report/facts/errors.ts';
import type { ErrorEntries } from '../../contract/entries.ts';
import { duration } from '../grammar/phrases.ts';

/** Why submissions run without a sandbox, a sentence. */
export function whyNoSandbox(reason: NoSandbox): string {
  if (typeof reason !== 'string') {
    if ('trial' in reason) return `bwrap cannot create a sandbox: ${reason.trial}`;
    return 'trialCode' in reason
      ? `bwrap cannot create a sandbox: it exited with exit code ${reason.trialCode ?? 'unknown'}.`
      : `bwrap cannot create a sandbox: it did not finish within ${duration(reason.trialLongerThanMs)}.`;
  }
  switch (reason) {
    case 'asked-for':
      return '--isolate none asks for that.';
    case 'not-linux':
      return 'bubblewrap runs only on Linux.';
    case 'attached-prometheus':
      return 'The Prometheus that --prometheus names cannot be reached from inside a sandbox.';
    case 'no-bwrap':
      return 'There is no bwrap on PATH (Debian and Ubuntu: package bubblewrap).';
    case 'no-prlimit':
      return 'There is no prlimit on PATH (Debian and Ubuntu: package util-linux).';
    default:
      return reason satisfies never;
  }
}

export const reportErrors = {
  'not-a-command': () => ({
    message: 'The command grade is only for the lab itself.',
    hint: 'To run the checks on submissions, use: ecom-lab report --regrade',
  }),
  'isolation-unavailable': ({ reason }) => ({
    message: `Submissions cannot run in a sandbox. ${whyNoSandbox(reason)}`,
    hint: 'Install bubblewrap if it is missing, or use --isolate none on a computer that holds nothing of value.',
  }),
} satisfies ErrorEntries<ReportErrors>;
