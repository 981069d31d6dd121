// Where tests find a real Prometheus and a real Alertmanager. Locally a test without them is skipped and says so; in CI
// that is a failure.
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cached = ['prometheus', 'prometheus-alertmanager'].map((name) =>
  fileURLToPath(new URL(`../../node_modules/.cache/${name}/usr/bin`, import.meta.url)),
);

function findProgram(name: string, given: string | undefined): string | undefined {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  return [given, ...[...onPath, ...cached].map((folder) => join(folder, name))].find(isExecutable);
}

function isExecutable(path: string | undefined): path is string {
  try {
    if (path === undefined) return false;
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Path of a real `prometheus`: from ECOM_LAB_TEST_PROMETHEUS, PATH, or what scripts/get-real-servers.mjs unpacked. */
export const realPrometheus: string | undefined = findProgram(
  'prometheus',
  process.env['ECOM_LAB_TEST_PROMETHEUS'],
);

/** Path of a real `promtool`, from the same places. */
export const realPromtool: string | undefined = findProgram(
  'promtool',
  process.env['ECOM_LAB_TEST_PROMTOOL'],
);

const realAlertmanager: string | undefined = findProgram(
  'prometheus-alertmanager',
  process.env['ECOM_LAB_TEST_ALERTMANAGER'],
);

/** For `describe.skipIf`. Importing this file says so in one line, and fails in CI, where no Prometheus test is skipped. */
export const isPrometheusMissing: boolean = realPrometheus === undefined;

/** The same for Alertmanager. */
export const isAlertmanagerMissing: boolean = realAlertmanager === undefined;

for (const [name, isMissing] of [
  ['Prometheus', isPrometheusMissing],
  ['Alertmanager', isAlertmanagerMissing],
] as const) {
  if (isMissing && process.env['CI'] === 'true') {
    throw new Error(
      `CI runs every ${name} test, and there is no ${name}: run \`node scripts/get-real-servers.mjs\`.`,
    );
  }
  if (isMissing) {
    process.stderr.write(
      `No real ${name} here: its tests are skipped (\`node scripts/get-real-servers.mjs\` gets one).\n`,
    );
  }
}

/** The path of the real Prometheus inside a test that is skipped if there is none. */
export function prometheusPath(): string {
  if (realPrometheus === undefined) throw new Error('this test must be skipped where there is no Prometheus');
  return realPrometheus;
}

/** The path of the real Alertmanager inside a test that is skipped if there is none. */
export function alertmanagerPath(): string {
  if (realAlertmanager === undefined)
    throw new Error('this test must be skipped where there is no Alertmanager');
  return realAlertmanager;
}
