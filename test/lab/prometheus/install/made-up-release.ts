// Releases that look like Prometheus's and hold a script, and a mirror that serves them, well or badly.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { dirname, join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { serve, tempDir } from '../support.ts';

export const VERSION = '9.8.7';

/** A script that answers as `prometheus --version` and `--help` do. */
export function script(version = VERSION): string {
  return `#!${process.execPath}\nconsole.log(process.argv[2] === '--version' ? 'prometheus, version ${version} (made up)' : 'usage: prometheus');\n`;
}

/** A tar.gz made by the machine's own tar, as the published ones are. */
export async function makeTar(folder: string, files: Readonly<Record<string, string>>): Promise<Buffer> {
  const dir = await tempDir();
  for (const [name, text] of Object.entries(files)) {
    const file = join(dir, folder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  execFileSync('tar', ['-czf', join(dir, 'out.tar.gz'), '-C', dir, folder]);
  return readFile(join(dir, 'out.tar.gz'));
}

/** A zip with every second file deflated and the others stored. */
export function makeZip(files: Readonly<Record<string, string>>, comment = ''): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [index, [name, text]] of Object.entries(files).entries()) {
    const plain = Buffer.from(text);
    const isDeflated = index % 2 === 0;
    const packed = isDeflated ? deflateRawSync(plain) : plain;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(isDeflated ? 8 : 0, 4);
    common.writeUInt32LE(crc32(plain), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(plain.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(
      Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, Buffer.from(name)]),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(central.length, 8);
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  return Buffer.concat([...locals, directory, end, Buffer.from(comment)]);
}

export interface Mirror {
  readonly url: string;
  /** Paths asked for, in order. */
  readonly asked: readonly string[];
}

/** Serves `/v9.8.7/…`: the archive, and sums that fit it unless others are given. */
export async function serveRelease(
  archiveName: string,
  archive: Buffer,
  odd: { readonly sums?: string; readonly archive?: RequestListener } = {},
): Promise<Mirror> {
  const sums = odd.sums ?? `${createHash('sha256').update(archive).digest('hex')}  ${archiveName}\n`;
  const asked: string[] = [];
  const { url } = await serve((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === `/v${VERSION}/sha256sums.txt`)
      response.end(`${'0'.repeat(64)}  other.tar.gz\n${sums}`);
    else if (request.url !== `/v${VERSION}/${archiveName}`) response.writeHead(404).end('nothing here');
    else if (odd.archive !== undefined) odd.archive(request, response);
    else response.setHeader('content-length', archive.length).end(archive);
  });
  return { url, asked };
}
