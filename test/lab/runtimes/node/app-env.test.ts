import { expect, test } from 'vitest';
import { appEnv } from '../../../../src/lab/runtimes/node/launch/environment.ts';

test('the app gets no setting that a shell has for other programs', () => {
  expect(appEnv({ PORT: '8080', HOST: '0.0.0.0', NODE_ENV: 'production', NODE_DEBUG: 'http' })).toEqual({});
});

test('the app gets the environment without what is meant for the runner’s own Node', () => {
  const kept = { PATH: '/bin', NODE_PATH: '/x', HTTP_PROXY: 'http://proxy:1' };
  expect(
    appEnv({
      ...kept,
      NODE_EXTRA_CA_CERTS: '/ca.pem',
      NODE_OPTIONS: '--inspect',
      node_options: '--inspect',
      NODE_CHANNEL_FD: '3',
      NODE_CHANNEL_SERIALIZATION_MODE: 'json',
      NODE_UNIQUE_ID: '1',
      ECOM_LAB_HOOK: '{}',
      EMPTY: undefined,
    }),
  ).toEqual(kept);
});
