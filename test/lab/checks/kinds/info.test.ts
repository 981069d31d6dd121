import { describe, expect, test } from 'vitest';
import { diagnoseChange, diagnoseInfo } from '../../../../src/lab/checks/kinds/metric/info.ts';
import type { Series } from '../../../../src/lab/checks/metrics/registries.ts';

const wanted = { metric: 'app_info', labels: ['version', 'commit'] };
const right = { version: '1.0.0', commit: '9fceb02' };

describe('an info metric', () => {
  test.each<[code: string | undefined, series: readonly Series[]]>([
    [undefined, [{ labels: right, value: 1 }]],
    [undefined, [{ labels: { ...right, node: 'v20' }, value: 1 }]],
    ['info-missing', []],
    ['info-value', [{ labels: right, value: 0 }]],
    ['info-value', [{ labels: right, value: NaN }]],
    ['info-several-series', [right, { ...right, version: '1.1.0' }].map((labels) => ({ labels, value: 1 }))],
    ['label-missing', [{ labels: { version: '1.0.0' }, value: 1 }]],
    ['label-undefined', [{ labels: { ...right, commit: '' }, value: 1 }]],
    ['label-undefined', [{ labels: { ...right, commit: 'undefined' }, value: 1 }]],
  ])('%s for %j', (code, series) => {
    expect(diagnoseInfo(wanted, series)?.code).toBe(code);
  });

  test('has the same labels in each reading', () => {
    const { version } = right;
    expect(diagnoseChange('info-changes-at-start', wanted, [right, { ...right }])).toBeUndefined();
    expect(diagnoseChange('info-changes-at-start', wanted, [right, { version, commit: 'x' }])?.fact).toEqual({
      kind: 'info-changes-at-start',
      metric: 'app_info',
      name: 'commit',
      values: ['9fceb02', 'x'],
    });
    expect(diagnoseChange('info-changes-when-read', wanted, [right, { version }])?.code).toBe('info-changes');
    expect(diagnoseChange('info-changes-when-read', wanted, [{ version }, right])?.code).toBe('info-changes');
  });
});
