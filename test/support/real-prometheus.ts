// Where tests find a real Prometheus. Locally a test without one is skipped and says so; in CI that is a failure.
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cached = fileURLToPath(new URL('../../node_modules/.cache/prometheus/usr/bin', import.meta.url));

function findProgram(name: string, given: string | undefined): string | undefined {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  return [given, ...[...onPath, cached].map((folder) => join(folder, name))].find(isExecutable);
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

/** Path of a real `prometheus`: from ECOM_LAB_TEST_PROMETHEUS, PATH, or what scripts/get-prometheus.mjs unpacked. */
export const realPrometheus: string | undefined = findProgram(
  'prometheus',
  process.env['ECOM_LAB_TEST_PROMETHEUS'],
);

/** Path of a real `promtool`, from the same places. */
export const realPromtool: string | undefined = findProgram(
  'promtool',
  process.env['ECOM_LAB_TEST_PROMTOOL'],
);

/** For `describe.skipIf`. Importing this file says so in one line, and fails in CI, where no Prometheus test is skipped. */
export const isPrometheusMissing: boolean = realPrometheus === undefined;

if (isPrometheusMissing && process.env['CI'] === 'true') {
  throw new Error(
    'CI runs every Prometheus test, and there is no Prometheus: run `node scripts/get-prometheus.mjs`.',
  );
}
if (isPrometheusMissing) {
  process.stderr.write(
    'No real Prometheus here: its tests are skipped (`node scripts/get-prometheus.mjs` gets one).\n',
  );
}

/** The path of the real Prometheus inside a test that is skipped if there is none. */
export function prometheusPath(): string {
  if (realPrometheus === undefined) throw new Error('this test must be skipped where there is no Prometheus');
  return realPrometheus;
}
