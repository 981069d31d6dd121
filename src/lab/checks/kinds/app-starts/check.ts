// Check kind app-starts: the app comes up, and listens on the port that the step names.
import type { CheckRunner } from '../../contract/definition.ts';
import { portNamed } from '../../app/ports.ts';
import { findAddress, judgeIsolated } from '../../app/running.ts';
import { passed } from './facts.ts';
import type { AppStartsSpec } from './spec.ts';

/** Judges whether the app comes up. */
export const checkAppStarts: CheckRunner<AppStartsSpec> = (spec, context) =>
  judgeIsolated(context, async (app) => {
    if (spec.port === undefined) return passed('app-starts', { port: undefined });
    const port = portNamed(context, spec.port);
    const found = await findAddress(app, port);
    return 'verdict' in found ? found.verdict : passed('app-starts', { port });
  });
