// Ten minutes of rounds; prints what the runner holds, and ends with 1 where it grew.
import { createLabFolder } from '../../support/lab.ts';
import { runLoad } from './load.ts';
import { prepareWorkspace } from './prepare-workspace.ts';

const SOAK_MS = 10 * 60_000;
const GROWTH_BYTES = 40_000_000;

const folder = await createLabFolder();
try {
  await prepareWorkspace(folder, { step: 'label-requests', stage: 'labeled-counter' });
  const end = performance.now() + SOAK_MS;
  const { warm, last } = await runLoad(
    folder,
    () => performance.now() < end,
    (round, holdings) => console.log(`round ${round + 1}: ${JSON.stringify(holdings)}`),
  );
  const isFlat =
    last.openFiles <= warm.openFiles + 4 && last.residentBytes - warm.residentBytes < GROWTH_BYTES;
  console.log(isFlat ? 'flat' : `grown since it was warm: ${JSON.stringify({ warm, last })}`);
  process.exitCode = isFlat ? 0 : 1;
} finally {
  await folder.remove();
}
