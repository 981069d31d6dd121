// Where tests find a real Prometheus. Locally a test without one is skipped and says so; in CI that is a failure.
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

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

/** `describe` for a suite that needs a real Prometheus and gets its path. */
export function describeWithPrometheus(name: string, suite: (prometheus: string) => void): void {
  if (realPrometheus !== undefined) {
    const path = realPrometheus;
    describe(name, () => suite(path));
    return;
  }
  const isCi = process.env['CI'] === 'true';
  if (isCi)
    throw new Error(
      'CI runs every Prometheus test, and there is no Prometheus: run scripts/get-prometheus.mjs',
    );
  process.stderr.write(
    `skipped, no real Prometheus here (node scripts/get-prometheus.mjs gets one): ${name}\n`,
  );
  describe.skip(name, () => suite(''));
}
