// Check kind request: one request gets the answer asked for.
import type { CheckRunner } from '../../contract/definition.ts';
import { probeName } from '../../probing/names.ts';
import { judgeProbes } from '../../probing/judge.ts';
import { sendProbes } from '../../probing/send.ts';
import { findAddress, judgeIsolated } from '../../app/running.ts';
import { failed } from '../../facts/verdicts.ts';
import { passed } from './facts.ts';
import { shortened } from '../../facts/wording.ts';
import { apiPort } from '../../app/ports.ts';
import type { RequestSpec } from './spec.ts';

/** Judges the answer to one request. It is sent twice: what breaks only the second time is broken too. */
export const checkRequest: CheckRunner<RequestSpec> = (spec, context) =>
  judgeIsolated(context, async (app) => {
    const found = await findAddress(app, apiPort(context));
    if ('verdict' in found) return found.verdict;
    const results = [
      ...(await sendProbes(app, found.address, [spec], [1])),
      ...(await sendProbes(app, found.address, [spec], [1])),
    ];
    const bad = await judgeProbes(app, results);
    if (bad !== undefined) return bad;
    const request = probeName(spec);
    for (const { outcome } of results) {
      if (spec.body === undefined || outcome.kind !== 'answer' || spec.method === 'HEAD') continue;
      if (outcome.body.trim() !== spec.body.trim()) {
        return failed('body-differs', {
          request,
          wanted: shortened(spec.body),
          found: shortened(outcome.body),
        });
      }
    }
    return passed('request-answered', { request, status: spec.status });
  });
