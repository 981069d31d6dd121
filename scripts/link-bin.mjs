// Makes `npx ecom-lab` work in a clone: npx looks into node_modules/.bin first, and npm links no package to itself there.
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Links node_modules/.bin/ecom-lab to dist/main.js. */
export async function linkBin() {
  const bin = path.join(root, 'node_modules/.bin');
  await mkdir(bin, { recursive: true });
  const link = path.join(bin, 'ecom-lab');
  await rm(link, { force: true });
  if (process.platform === 'win32') {
    await writeFile(`${link}.cmd`, '@node "%~dp0\\..\\..\\dist\\main.js" %*\r\n');
    return;
  }
  await chmod(path.join(root, 'dist/main.js'), 0o755);
  await symlink('../../dist/main.js', link);
}
