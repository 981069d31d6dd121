// `prometheus run`: a Prometheus on the workspace's prometheus.yml in the foreground, until Ctrl-C.
import path from 'node:path';
import {
  labCacheDir,
  openPrometheus,
  parsePrometheusChoice,
  resolvePrometheusChoice,
} from '../prometheus/index.ts';
import { LabError } from '../model/errors.ts';
import { openWorkspace, samplesFolder } from '../workspace/index.ts';
import { workspaceFolder } from './find-workspace.ts';
import type { Host } from './host.ts';
import { PROMETHEUS_WORKER } from './open-session.ts';
import { createOutput } from './output.ts';
import type { SessionFlags } from './program.ts';

const USUAL_PORT = 9090;
const HIGHEST_PORT = 65_535;

/** Runs the command; it ends with the signal. */
export async function prometheusRun(host: Host, flags: SessionFlags & { port?: number }): Promise<number> {
  const output = createOutput(host, false);
  const port = flags.port ?? USUAL_PORT;
  if (port > HIGHEST_PORT) {
    throw new LabError('bad-port', `--port cannot be ${port}.`, {
      hint: `A port is a number up to ${HIGHEST_PORT}.`,
    });
  }
  const { workspace } = await openWorkspace({ dir: await workspaceFolder(host, flags) });
  const chosen = await resolvePrometheusChoice(parsePrometheusChoice(flags.prometheus, host), {
    env: host.env,
    platform: host.platform,
    cacheDir: labCacheDir(host),
    signal: host.signal,
  });
  if (chosen.kind === 'attached') {
    throw new LabError(
      'cannot-run-a-url',
      'A Prometheus at an address runs already; there is nothing to start.',
      {
        hint: 'Use --prometheus embedded, managed or the path of a binary.',
      },
    );
  }
  output.say(chosen.line);
  const provider = await openPrometheus(chosen, {
    configFile: path.join(workspace.dir, 'prometheus.yml'),
    dataDir: await samplesFolder(workspace),
    port,
    platform: host.platform,
    workerFile: path.join(host.distDir, PROMETHEUS_WORKER),
    signal: host.signal,
    log: (line) => output.say(output.style.dim(line)),
    onReplaced: (sentence) => output.say(sentence),
  });
  try {
    output.say(`It runs at ${provider.api.url}. End it with Ctrl-C.`);
    const called = new Promise<undefined>((resolve) => {
      if (host.signal.aborted) resolve(undefined);
      else host.signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    const reason = await Promise.race([called, provider.ended]);
    // Ctrl-C is how this command is meant to end.
    if (reason === undefined || host.signal.aborted) return 0;
    throw new LabError('prometheus-crashed', reason, {
      hint: 'Start it again; `ecom-lab doctor` may help if it ends again.',
    });
  } finally {
    await provider.stop();
  }
}
