// `start --auto` walks the whole course on each kind of Prometheus.
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { startPrometheus } from '../../src/prometheus/index.ts';
import { startForeignPrometheus, freePort } from '../lab/prometheus/support.ts';
import { PART_ONE, PARTS, STEPS } from '../support/built-in-course.ts';
import { createLabFolder, type LabFolder } from '../support/lab.ts';
import { isPrometheusMissing, prometheusPath } from '../support/real-prometheus.ts';

let folder: LabFolder | undefined;
afterEach(async () => {
  await folder?.remove();
  folder = undefined;
});

/** The steps that a walk passed, in the order of their verdicts. */
const passedIn = (stdout: string): string[] =>
  [...stdout.matchAll(/^Step ([a-z\d-]+) passes\.$/gm)].map(([, id = '']) => id);

/** A line that says whose history was loaded. */
const LOADED = /^Loaded into Prometheus: "/m;

const PART_TWO = STEPS.slice(PART_ONE.length).map(({ id }) => id);

async function statuses(lab: LabFolder): Promise<string[]> {
  const { stdout } = await lab.run('list', '--json');
  return (JSON.parse(stdout) as { steps: { status: string }[] }).steps.map(({ status }) => status);
}

describe('start --auto', () => {
  test('passes each step of the course on the embedded Prometheus', async () => {
    folder = await createLabFolder();
    const walked = await folder.run('start', '--auto', '--prometheus', 'embedded');
    expect(walked.exitCode, walked.stdout + walked.stderr).toBe(0);
    expect(passedIn(walked.stdout)).toEqual(STEPS.map(({ id }) => id));
    expect(walked.stdout).toMatch(LOADED);
    const places = [
      `Part 1: ${PARTS[0]?.title}`,
      'What this program still lacks',
      `Part 2: ${PARTS[1]?.title}`,
      'Where to go from here',
    ].map((text) => walked.stdout.indexOf(text));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(await statuses(folder)).not.toContain('open');
  });
});

test('start --auto says at its end which step a Prometheus of the learner cannot have, and exits with 2', async () => {
  folder = await createLabFolder();
  await folder.run('init');
  const configFile = path.join(folder.workspace, 'prometheus.yml');
  const foreign = await startPrometheus({ configFile, port: 0 });
  try {
    const walked = await folder.run(
      'start',
      '--auto',
      '--from',
      'find-the-cause',
      '--prometheus',
      foreign.url,
    );
    const [, end = ''] = walked.stdout.split('Where to go from here');
    const said = end.replaceAll(/\s+/g, ' ');
    expect(said, walked.stdout + walked.stderr).toMatch(
      /could not be judged\. All other steps of this run pass: blocked The lab cannot put the hour of the incident into Prometheus/,
    );
    expect(said).toMatch(/--prometheus embedded.*Step find-the-cause could not be judged\./);
    expect(walked.exitCode).toBe(2);
  } finally {
    await foreign.stop();
  }
});

describe.skipIf(isPrometheusMissing)('start --auto', () => {
  test('passes part two on a real Prometheus that the lab starts', async () => {
    folder = await createLabFolder();
    const walked = await folder.run(
      'start',
      '--auto',
      '--from',
      String(PART_ONE.length + 1),
      '--prometheus',
      prometheusPath(),
    );
    expect(walked.exitCode, walked.stdout + walked.stderr).toBe(0);
    expect(passedIn(walked.stdout)).toEqual(PART_TWO);
    expect(walked.stdout).toMatch(LOADED);
    expect((await statuses(folder)).slice(PART_ONE.length)).not.toContain('open');
  });

  test('passes what can be done on a real Prometheus that is run separately, and names what cannot', async () => {
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
    // The past cannot be put into a Prometheus that is not the lab's: the graphs of a history are missing, and the
    // incident, which is no fault of the learner's, cannot be judged.
    expect(passedIn(walked.stdout)).toEqual(
      STEPS.map(({ id }) => id).filter((id) => id !== 'find-the-cause'),
    );
    expect(walked.stdout).not.toMatch(LOADED);
    expect(walked.stdout).toMatch(/cannot load the past that this step shows\s+into Prometheus/);
    expect(walked.stdout).toMatch(/cannot put the hour of the incident into\s+Prometheus/);
    expect(walked.stdout).toContain('Where to go from here');
    expect(walked.exitCode, walked.stdout + walked.stderr).toBe(2);
  });
});
