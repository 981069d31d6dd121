import { expect, test } from 'vitest';
import { readPage } from '../../../../src/lab/checks/metrics/page.ts';
import { output } from '../../../../src/lab/runtimes/node/explain/output.ts';
import { findOtherClient } from '../../../../src/lab/checks/kinds/metrics-exposed/two-clients.ts';
import type { RegistrySnapshot } from '../../../../src/lab/model/app-run.ts';

const official = '@prometheus-io/client';

function registry(client: string, ...names: readonly string[]): RegistrySnapshot {
  const metrics = names.map((name) => ({ name, type: 'counter', help: name, labelNames: [] }));
  return { id: 0, isDefault: true, client, contentType: 'text/plain', text: '', metrics };
}

function pageWith(...names: readonly string[]) {
  const body = names.map((name) => `# TYPE ${name} counter\n${name} 1\n`).join('') || '\n';
  const read = readPage(
    'localhost:8000/metrics',
    {
      kind: 'answer',
      status: 200,
      body,
      contentType: 'text/plain; version=0.0.4',
      location: undefined,
    },
    output,
  );
  if ('fault' in read) throw new Error(read.fault.code);
  return read.page;
}

test.each([
  ['an empty registry of the other client', [registry('prom-client', 'a_total'), registry(official)], []],
  [
    'a registry of the other client with its own metrics',
    [registry(official, 'a_total'), registry('prom-client', 'b_total', 'c_total')],
    ['b_total', 'c_total'],
  ],
])('a page without the metric that shows %s is told of', (_what, snapshots, names) => {
  const found = findOtherClient(snapshots, 'a_total', pageWith(...names));
  expect(found).toEqual({ metricOf: snapshots[0]?.client, pageOf: snapshots[1]?.client });
});

test.each([
  ['another registry of the same client', [registry(official, 'a_total'), registry(official)], []],
  [
    'a registry of the same client, as empty as that of the other',
    [registry(official, 'a_total'), registry(official), registry('prom-client')],
    [],
  ],
  ['a page that is no registry', [registry(official, 'a_total'), registry('prom-client')], ['hand_made']],
  ['a registry where there is no such metric', [registry(official), registry('prom-client', 'b_total')], []],
])('%s has nothing to do with it', (_what, snapshots, names) => {
  expect(findOtherClient(snapshots, 'a_total', pageWith(...names))).toBeUndefined();
});
