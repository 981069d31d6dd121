// `prometheus run`: a Prometheus on the workspace's prometheus.yml in the foreground, until Ctrl-C.
import { isIP } from 'node:net';
import path from 'node:path';
import {
  labCacheDir,
  openPrometheus,
  prometheusError,
  parsePrometheusChoice,
  resolvePrometheusChoice,
  type OpenOptions,
} from '../../prometheus/index.ts';
import { commandError } from '../facts/errors.ts';
import { cli, wordsOfNote } from '../../words/index.ts';
import { openWorkspace, samplesFolder } from '../../workspace/index.ts';
import { workspaceFolder } from '../place/workspace.ts';
import type { Host } from '../io/host.ts';
import { PROMETHEUS_WORKER } from '../place/session.ts';
import { createOutput } from '../io/output.ts';
import type { SessionFlags } from '../io/flags.ts';

const USUAL_PORT = 9090;
const HIGHEST_PORT = 65_535;

export interface RunFlags extends SessionFlags {
  readonly port?: number;
  readonly listen?: string;
  readonly allowHost?: readonly string[];
}

/** Runs the command; it ends with the signal. */
export async function prometheusRun(host: Host, flags: RunFlags): Promise<number> {
  const output = createOutput(host, false);
  const port = flags.port ?? USUAL_PORT;
  if (port > HIGHEST_PORT) throw commandError('bad-port', { port, highest: HIGHEST_PORT });
  const openTo = readOpenTo(flags);
  const { workspace } = await openWorkspace({ dir: await workspaceFolder(host, flags) });
  const chosen = await resolvePrometheusChoice(parsePrometheusChoice(flags.prometheus, host), {
    env: host.env,
    platform: host.platform,
    cacheDir: labCacheDir(host),
    signal: host.signal,
  });
  if (chosen.kind === 'attached') throw commandError('cannot-run-a-url', {});
  if (openTo !== undefined && chosen.kind !== 'embedded') throw commandError('embedded-only', {});
  output.say(wordsOfNote(chosen.fact));
  const provider = await openPrometheus(chosen, {
    configFile: path.join(workspace.dir, 'prometheus.yml'),
    dataDir: await samplesFolder(workspace),
    port,
    ...(openTo === undefined ? {} : { openTo }),
    platform: host.platform,
    workerFile: path.join(host.distDir, PROMETHEUS_WORKER),
    signal: host.signal,
    log: (line) => output.say(output.style.dim(line)),
    onReplaced: (sentence) => output.say(sentence),
  });
  try {
    output.say(cli.prometheus.runsAt(provider.api.url));
    const called = new Promise<undefined>((resolve) => {
      if (host.signal.aborted) resolve(undefined);
      else host.signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    const reason = await Promise.race([called, provider.ended]);
    // Ctrl-C is how this command is meant to end.
    if (reason === undefined || host.signal.aborted) return 0;
    throw prometheusError('prometheus-crashed', { reason });
  } finally {
    await provider.stop();
  }
}

/** Whom else than this machine the server answers; undefined where no flag says so. */
function readOpenTo({ listen, allowHost }: RunFlags): OpenOptions['openTo'] {
  if (listen === undefined && allowHost === undefined) return undefined;
  if (listen !== undefined && isIP(listen) === 0) throw commandError('bad-address', { text: listen });
  const allowedHosts = (allowHost ?? []).map((name) => name.toLowerCase());
  const wrong = allowedHosts.find((name) => !/^(?:[a-z\d](?:[a-z\d.-]*[a-z\d])?|\[[\da-f:.]+\])$/.test(name));
  if (wrong !== undefined) throw commandError('bad-host', { text: wrong });
  return { ...(listen === undefined ? {} : { listenAddress: listen }), allowedHosts };
}
