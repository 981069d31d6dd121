// `start --auto` walks the whole course on each kind of Prometheus; on the embedded one the packed program does.
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { startForeignPrometheus, freePort } from '../lab/prometheus/support.ts';
import { createLabFolder, type LabFolder } from '../support/lab.ts';
import { isPrometheusMissing, prometheusPath } from '../support/real-prometheus.ts';

let folder: LabFolder | undefined;
afterEach(async () => {
  await folder?.remove();
  folder = undefined;
});

describe.skipIf(isPrometheusMissing)('start --auto', () => {
  test('passes on a real Prometheus that the lab starts', async () => {
    folder = await createLabFolder();
    const walked = await folder.run('start', '--auto', '--prometheus', prometheusPath());
    expect(walked.stdout).toContain('Step in-progress passes.');
    expect(walked.exitCode, walked.stdout + walked.stderr).toBe(0);
  });

  test('passes on a real Prometheus that is run separately on the workspace', async () => {
    folder = await createLabFolder();
    await folder.run('init');
    const { url } = await startForeignPrometheus({
      binary: prometheusPath(),
      configFile: path.join(folder.workspace, 'prometheus.yml'),
      dataDir: path.join(folder.dir, 'data'),
      port: await freePort(),
      hasLifecycle: true,
    });
    const walked = await folder.run('start', '--auto', '--prometheus', url);
    expect(walked.stdout).toContain('Step in-progress passes.');
    expect(walked.exitCode, walked.stdout + walked.stderr).toBe(0);
  });
});
