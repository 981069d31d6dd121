// Check kind request: one request gets the answer asked for.
import type { CheckRunner } from '../../../model/check-context.ts';
import { probeName } from '../../probing/names.ts';
import { judgeProbes, sendProbes } from '../../probing/probes.ts';
import { findAddress, judgeIsolated } from '../../app/running.ts';
import { fail, pass } from '../../facts/verdicts.ts';
import { shortened } from '../../facts/wording.ts';
import { apiPort } from '../../app/ports.ts';

/** Judges the answer to one request. It is sent twice: what breaks only the second time is broken too. */
export const checkRequest: CheckRunner<'request'> = (spec, context) =>
  judgeIsolated(context, async (app) => {
    const found = await findAddress(app, apiPort(context));
    if ('verdict' in found) return found.verdict;
    const results = [
      ...(await sendProbes(app, found.address, [spec], [1])),
      ...(await sendProbes(app, found.address, [spec], [1])),
    ];
    const bad = await judgeProbes(app, results);
    if (bad !== undefined) return bad;
    for (const { outcome } of results) {
      if (spec.body === undefined || outcome.kind !== 'answer' || spec.method === 'HEAD') continue;
      if (outcome.body.trim() !== spec.body.trim()) {
        return fail('wrong-body', `${probeName(spec)} answers something else.`, {
          expected: shortened(spec.body),
          observed: outcome.body === '' ? 'an empty answer' : shortened(outcome.body),
          hint: 'Adding metrics must not change what the API answers.',
        });
      }
    }
    return pass(`${probeName(spec)} answers ${spec.status}.`);
  });
