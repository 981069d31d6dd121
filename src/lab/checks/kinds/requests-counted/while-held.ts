// Whether a request is counted while the store still holds it.
import type { Verdict } from '../../../model/verdict.ts';
import { gainsByRegistry, seriesByRegistry } from '../../metrics/registries.ts';
import { sendAbandonable } from '../../probing/held.ts';
import { order, readRegistries } from '../../app/running.ts';
import type { Bench } from './measure.ts';

/** Holds one request that is answered otherwise, and looks whether it is counted already. */
export async function isCountedWhileHeld(bench: Bench): Promise<boolean> {
  const { app, spec } = bench;
  const probe = spec.requests.find(({ unmatched, ends }) => unmatched !== true && ends === undefined);
  if (probe === undefined) return false;
  const read = async (): Promise<ReturnType<typeof seriesByRegistry> | { readonly verdict: Verdict }> =>
    seriesByRegistry(await readRegistries(app), spec.metric);
  const before = await read();
  await order(app, (signal) => app.run.hold(signal));
  const { abandon } = await sendAbandonable(bench, [probe]);
  try {
    const held = seriesByRegistry(await order(app, (signal) => app.run.registries(signal)), spec.metric);
    if ('verdict' in before || 'verdict' in held) return false;
    return [...gainsByRegistry(before, held).values()].some((list) => list.length > 0);
  } finally {
    abandon();
    if (!app.signal.aborted) {
      await order(app, (signal) => app.run.release(signal));
      await order(app, (signal) => app.run.whenIdle(signal));
    }
  }
}
