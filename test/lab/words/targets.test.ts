import { expect, test } from 'vitest';
import { targets } from '../../../src/lab/words/en/prometheus/targets.ts';

const down = { scrapeUrl: 'http://localhost:8000/metrics', error: 'HTTP status 404 Not Found' };
const at = { file: 'prometheus.yml', line: 9 };

test('a target that is down gets the hint of its cause, or of the setting that it comes from', () => {
  const ofCause = targets['target-down']({ ...down, cause: 'not-found', setting: undefined });
  expect(ofCause.message).toBe('The target http://localhost:8000/metrics is down: there is no such page.');
  expect(ofCause.hint).toContain('requests the path at the end of the address');
  const setting = { key: 'metrics_path', at, path: '/metric' } as const;
  const ofSetting = targets['target-down']({ ...down, cause: 'not-found', setting });
  expect(ofSetting.hint).toContain('metrics_path in prometheus.yml:9: Prometheus requests /metric.');
});

test('the line of a target is named where it is known', () => {
  const refused = { ...down, host: '[::1]', port: '8000' };
  const hint = (line: typeof at | undefined) =>
    targets['target-address-refused']({ ...refused, at: line }).hint;
  expect(hint(at)).toBe('Write localhost:8000 in prometheus.yml:9: that is where the app listens.');
  expect(hint(undefined)).toBe('Write localhost:8000: that is where the app listens.');
});

test.each([
  [9, 'yaml', 'Line 9: this is not valid YAML.', 'Look at the colons'],
  [undefined, 'duration', 'Prometheus does not accept the configuration: a value is not a duration.', '30s'],
  [9, undefined, 'Prometheus does not accept the configuration.', 'gives the line number'],
  [undefined, undefined, 'Prometheus does not accept the configuration.', 'Look in the file'],
] as const)('a refusal in line %j for the reason %j is explained', (line, reason, message, hint) => {
  const words = targets['config-rejected']({ line, reason, said: 'as Prometheus says it' });
  expect(words).toMatchObject({ message, observed: 'as Prometheus says it' });
  expect(words.hint).toContain(hint);
});
