// Builds dist/: the CLI in one bundle with lazy chunks, the app's hook, the built-in course with its schemas,
// and the licences of what is bundled. Runs on `npm ci` (prepare) and by `npm run build`.
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { assembleCourse } from './assemble-course.mjs';
import { buildHook } from './build-hook.mjs';
import { bundle, ENTRIES } from './bundle.mjs';
import { linkBin } from './link-bin.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The licence texts of every package that the bundle contains. */
async function formatLicences(metafile) {
  const dirs = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match?.[1]) dirs.add(match[1]);
  }
  const parts = await Promise.all(
    [...dirs]
      .toSorted((a, b) => a.localeCompare(b))
      .map(async (dir) => {
        const manifest = JSON.parse(await readFile(path.join(root, dir, 'package.json'), 'utf8'));
        const files = (await readdir(path.join(root, dir))).filter((name) =>
          /^(licen[cs]e|notice)/i.test(name),
        );
        const texts = await Promise.all(files.map((name) => readFile(path.join(root, dir, name), 'utf8')));
        return `${manifest.name} ${manifest.version} (${manifest.license})\n\n${texts.join('\n').trim()}\n`;
      }),
  );
  return parts.join(`\n${'-'.repeat(80)}\n\n`);
}

/** Bundles a TypeScript module to a temporary file and imports it: this Node cannot run TypeScript by itself. */
async function importTs(file, tempDir) {
  const name = path.basename(file, '.ts');
  await bundle([file], tempDir, { splitting: false, outExtension: { '.js': '.mjs' } });
  return import(pathToFileURL(path.join(tempDir, `${name}.mjs`)).href);
}

// Built aside and renamed, so that a dist/ is never half there.
const dist = path.join(root, 'dist');
const next = path.join(root, `dist.next-${process.pid}`);
await rm(next, { recursive: true, force: true });
await mkdir(next, { recursive: true });
try {
  const { metafile } = await bundle(ENTRIES, next, {
    chunkNames: 'chunks/[name]-[hash]',
  });
  // Read as files at run time, from `../page` of the chunk that serves them.
  await cp(path.join(root, 'src/prometheus/http/page'), path.join(next, 'page'), { recursive: true });
  await buildHook(path.join(next, 'hook.js'));
  await assembleCourse(path.join(next, 'course'));

  const temp = path.join(next, '.temp');
  const { compileCourse } = await importTs('src/lab/authoring/compile-course.ts', temp);
  await compileCourse(path.join(next, 'course'));
  const { courseJsonSchemas } = await importTs('src/lab/course/json-schema.ts', temp);
  await rm(temp, { recursive: true });
  await mkdir(path.join(next, 'schema'));
  for (const [name, schema] of Object.entries(courseJsonSchemas())) {
    await writeFile(path.join(next, 'schema', `${name}.json`), `${JSON.stringify(schema, undefined, 2)}\n`);
  }
  await writeFile(path.join(next, 'THIRD-PARTY-LICENCES.txt'), await formatLicences(metafile));
  await rm(dist, { recursive: true, force: true });
  await rename(next, dist);
  await linkBin();
} finally {
  await rm(next, { recursive: true, force: true });
}
