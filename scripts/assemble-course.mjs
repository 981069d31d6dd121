// Puts the built-in course together in one folder, as the package ships it and as tests load it:
// steps/** at its root, src/app/*.ts in stages/, and the starter prometheus.yml in workspace/.
import { cp, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Writes the built-in course into `outDir`, which is created. */
export async function assembleCourse(outDir) {
  await mkdir(path.join(outDir, 'stages'), { recursive: true });
  await mkdir(path.join(outDir, 'workspace'), { recursive: true });
  await cp(path.join(root, 'steps'), outDir, { recursive: true });
  const app = path.join(root, 'src/app');
  const programs = (await readdir(app)).filter((name) => name.endsWith('.ts'));
  await Promise.all(programs.map((name) => cp(path.join(app, name), path.join(outDir, 'stages', name))));
  await cp(path.join(root, 'prometheus/prometheus.yml'), path.join(outDir, 'workspace/prometheus.yml'));
}
