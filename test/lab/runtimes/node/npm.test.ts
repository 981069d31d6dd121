import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findNpm } from '../../../../src/lab/runtimes/node/packages/npm-command.ts';
import { npmEnvironment } from '../../../../src/lab/runtimes/node/packages/npm-environment.ts';
import { readNpmFailure, withoutSecrets } from '../../../../src/lab/runtimes/node/packages/npm-failure.ts';
import { withDependency } from '../../../../src/lab/runtimes/node/packages/manifest.ts';
import { temporaryFolder } from '../../workspace/sample.ts';

const CLI = 'node_modules/npm/bin/npm-cli.js';

async function withFiles(...files: string[]): Promise<string> {
  const dir = await temporaryFolder();
  for (const file of files) {
    await mkdir(path.dirname(path.join(dir, file)), { recursive: true });
    await writeFile(path.join(dir, file), '');
  }
  return dir;
}

describe('finding npm', () => {
  test('takes the one that started the lab first', async () => {
    const dir = await withFiles(CLI, `own/npm-cli.js`);
    const started = path.join(dir, 'own/npm-cli.js');
    const host = {
      execPath: path.join(dir, 'node'),
      env: { npm_execpath: started },
      platform: 'linux',
    } as const;
    expect(await findNpm(host)).toEqual({ file: host.execPath, args: [started] });
  });

  test('takes no other package manager for npm', async () => {
    const dir = await withFiles(CLI, 'pnpm.cjs');
    const host = {
      execPath: path.join(dir, 'node'),
      env: { npm_execpath: path.join(dir, 'pnpm.cjs') },
      platform: 'linux',
    } as const;
    expect(await findNpm(host)).toEqual({ file: host.execPath, args: [path.join(dir, CLI)] });
  });

  test.each([
    ['beside node, as on Windows', 'node.exe', CLI],
    ['below lib, as elsewhere', 'bin/node', `lib/${CLI}`],
  ])('%s', async (_where, node, cli) => {
    const dir = await withFiles(cli);
    const host = { execPath: path.join(dir, node), env: {}, platform: 'linux' } as const;
    expect(await findNpm(host)).toEqual({ file: host.execPath, args: [path.join(dir, cli)] });
  });

  test('follows the link on PATH to its JavaScript', async () => {
    const dir = await withFiles('share/npm-cli.js', 'bin/other');
    await symlink(path.join(dir, 'share/npm-cli.js'), path.join(dir, 'bin/npm'));
    const host = {
      execPath: '/no/such/place/node',
      env: { PATH: `relative:/nowhere:${path.join(dir, 'bin')}` },
      platform: 'linux',
    } as const;
    expect(await findNpm(host)).toEqual({ file: host.execPath, args: [path.join(dir, 'share/npm-cli.js')] });
  });

  test('takes a launcher on PATH that is no JavaScript as it is', async () => {
    const dir = await withFiles('bin/npm');
    const host = {
      execPath: '/no/such/place/node',
      env: { PATH: path.join(dir, 'bin') },
      platform: 'linux',
    } as const;
    expect(await findNpm(host)).toEqual({ file: path.join(dir, 'bin/npm'), args: [] });
  });

  test('finds the JavaScript beside npm.cmd, whatever the variable is called', async () => {
    const dir = await withFiles('npm.cmd', CLI);
    const host = { execPath: '/no/such/place/node', env: { Path: dir }, platform: 'win32' } as const;
    expect(await findNpm(host)).toEqual({ file: host.execPath, args: [path.join(dir, CLI)] });
  });

  test('may find none', async () => {
    expect(await findNpm({ execPath: '/no/such/place/node', env: {}, platform: 'linux' })).toBeUndefined();
  });
});

test("an npm of the lab's own has the user's settings, and none of the run that started the lab", () => {
  const env = { PATH: '/bin', npm_config_registry: 'r', npm_config_offline: 'true', NPM_CONFIG_CACHE: 'c' };
  const run = {
    npm_config_global: 'true',
    npm_config_package: 'x',
    npm_package_name: 'x',
    npm_command: 'exec',
  };
  expect(npmEnvironment({ ...env, ...run, npm_config_dry_run: 'true', EMPTY: undefined })).toEqual(env);
});

describe("reading npm's failure", () => {
  test.each([
    [
      'npm error code ENOTFOUND\nnpm error syscall getaddrinfo\nnpm error network request to x failed',
      'ENOTFOUND',
      true,
    ],
    ['npm ERR! code E404\nnpm ERR! 404 Not Found', 'E404', true],
    ['npm error code E503\nnpm error 503 Service Unavailable', 'E503', true],
    ['npm error code EJSONPARSE\nnpm error JSON.parse Unexpected token', 'EJSONPARSE', false],
    ['npm error code EACCES\nnpm error syscall mkdir\nnpm error path /x', 'EACCES', false],
    ['', 'unknown', false],
  ])('%j', (output, code, isUnreachable) => {
    expect(readNpmFailure(output)).toMatchObject({ code, isUnreachable });
  });

  test("says npm's own sentence, not its details", () => {
    const output =
      'npm warn x\nnpm error code E404\nnpm error path /x\nnpm error\nnpm error 404 Not Found - GET\nnpm error more';
    expect(readNpmFailure(output).message).toBe('404 Not Found - GET');
  });

  test.each([
    ['GET https://me:s3cret@host/x', 'GET https://host/x'],
    ['//host/:_authToken=s3cret', '//host/:_authToken=***'],
    ['Authorization: Bearer s3cret', 'Authorization: Bearer ***'],
    ['https://host/x?token=s3cret&a=1', 'https://host/x?token=***&a=1'],
  ])('tells no secret: %j', (text, safe) => {
    expect(withoutSecrets(text)).toBe(safe);
  });
});

describe('adding a dependency', () => {
  test('keeps indentation, order of keys and the end of the file, and sorts dependencies', () => {
    const text =
      '{\n    "name": "x",\n    "dependencies": {\n        "express": "^5.0.0"\n    },\n    "private": true\n}';
    expect(withDependency(text, 'a-first', '^1.0.0')).toBe(
      '{\n    "name": "x",\n    "dependencies": {\n        "a-first": "^1.0.0",\n        "express": "^5.0.0"\n    },\n    "private": true\n}',
    );
  });

  test('makes a dev dependency a real one', () => {
    const text = JSON.stringify({ devDependencies: { x: '1', y: '2' } });
    expect(JSON.parse(withDependency(text, 'x', '^1.0.0'))).toEqual({
      devDependencies: { y: '2' },
      dependencies: { x: '^1.0.0' },
    });
    expect(JSON.parse(withDependency('{"devDependencies":{"x":"1"}}', 'x', '^1.0.0'))).toEqual({
      dependencies: { x: '^1.0.0' },
    });
  });

  test.each([['{'], ['[]'], ['null'], ['"x"']])('%s is no package.json', (text) => {
    expect(() => withDependency(text, 'x', '1')).toThrow('package-json-broken');
  });
});
