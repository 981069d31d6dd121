// Rounds of what a learner does all day, on one session, and what the runner holds meanwhile.
import type { LabFolder } from '../../support/lab.ts';
import { familyOf, openFiles, residentBytes } from './processes.ts';

export interface Holdings {
  readonly openFiles: number;
  readonly processes: number;
  readonly residentBytes: number;
}

/** After so many rounds everything that is loaded once has been loaded. */
const WARM_ROUNDS = 4;

/** Checks, restarts, traffic and queries against an open session, for as long as `goesOn` says. */
export async function runLoad(
  folder: LabFolder,
  goesOn: (round: number) => boolean,
  onRound: (round: number, holdings: Holdings) => void = () => undefined,
): Promise<{ readonly warm: Holdings; readonly last: Holdings }> {
  const lab = folder.open('start', '--prometheus', 'embedded');
  await lab.sees('What next?');
  const call = async (...args: readonly string[]): Promise<void> => {
    const run = await folder.run(...args, '--json');
    if (run.exitCode !== 0)
      throw new Error(`${args.join(' ')} ended with ${run.exitCode}: ${run.stdout}${run.stderr}`);
  };
  const look = async (): Promise<Holdings> => ({
    openFiles: (await openFiles(lab.pid)).length,
    processes: (await familyOf(lab.pid)).length,
    residentBytes: await residentBytes(lab.pid),
  });
  let warm: Holdings | undefined;
  let last: Holdings = { openFiles: 0, processes: 0, residentBytes: 0 };
  for (let round = 0; goesOn(round); round += 1) {
    await call('check', 'label-requests');
    await call('restart');
    await call('traffic', 'shopping-day');
    await call('query', 'up');
    last = await look();
    if (round === WARM_ROUNDS) warm = last;
    onRound(round, last);
  }
  lab.press('ctrlC');
  await lab.exited;
  return { warm: warm ?? last, last };
}
