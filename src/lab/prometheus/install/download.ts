// One file over HTTP into the disk, streamed, with its SHA-256; through the proxies that the environment names.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { LabError } from '../../model/errors.ts';
import { prometheusError, type DiskReason } from '../facts/errors.ts';
import { errorCode } from '../../../system/error-code.ts';
import { readBody } from '../../../http/body.ts';

export interface DownloadOptions {
  readonly url: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How long nothing may arrive before the download is given up. */
  readonly stallTimeoutMs: number;
  readonly signal: AbortSignal;
}

export interface DownloadedFile {
  readonly sha256: string;
  readonly bytes: number;
}

/** A checksum file is some kilobytes; a mirror that sends more sends something else. */
const LONGEST_TEXT = 1 << 20;
/** Ten times a release of today. */
const LARGEST_FILE = 2 ** 30;

/** Downloads to a file and gives its SHA-256. */
export function downloadFile(
  options: DownloadOptions,
  file: string,
  onBytes: (bytes: number, totalBytes: number | undefined) => void,
): Promise<DownloadedFile> {
  return receive(options, async (body, totalBytes) => {
    const hash = createHash('sha256');
    let bytes = 0;
    await pipeline(
      body,
      async function* measured(chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          bytes += chunk.length;
          if (bytes > LARGEST_FILE) throw prometheusError('download-too-large', { url: options.url });
          hash.update(chunk);
          onBytes(bytes, totalBytes);
          yield chunk;
        }
      },
      createWriteStream(file, { flags: 'wx' }),
      { signal: options.signal },
    );
    return { sha256: hash.digest('hex'), bytes };
  });
}

/** Downloads a short text. */
export function downloadText(options: DownloadOptions): Promise<string> {
  return receive(options, async (body) => {
    const text = await readBody(body, LONGEST_TEXT);
    if (text === undefined) throw prometheusError('download-too-large/checksums', { url: options.url });
    return text.toString();
  });
}

async function receive<T>(
  options: DownloadOptions,
  use: (body: Readable, totalBytes: number | undefined) => Promise<T>,
): Promise<T> {
  const { url, env, stallTimeoutMs, signal } = options;
  signal.throwIfAborted();
  // Loaded here: no one but an installation needs it.
  // The default export: a bundle of a CommonJS package has no other.
  const { EnvHttpProxyAgent, interceptors, request } = (await import('undici')).default;
  const agent = new EnvHttpProxyAgent({
    // An empty text means none; undefined would have undici read the environment of the process by itself.
    httpProxy: env['http_proxy'] ?? env['HTTP_PROXY'] ?? '',
    httpsProxy: env['https_proxy'] ?? env['HTTPS_PROXY'] ?? '',
    noProxy: env['no_proxy'] ?? env['NO_PROXY'] ?? '',
    // Plain http is handed to the proxy as it is; many let tunnels through to port 443 only.
    proxyTunnel: false,
    connect: { timeout: stallTimeoutMs },
    headersTimeout: stallTimeoutMs,
    bodyTimeout: stallTimeoutMs,
  });
  let hasAnswered = false;
  try {
    const dispatcher = agent.compose(interceptors.redirect({ maxRedirections: 5 }));
    const { statusCode, headers, body } = await request(url, { dispatcher, signal });
    hasAnswered = true;
    if (statusCode !== 200) {
      body.on('error', () => undefined).destroy();
      throw refused(url, statusCode);
    }
    const length = Number(headers['content-length']);
    return await use(body, Number.isSafeInteger(length) && length > 0 ? length : undefined);
  } catch (error) {
    signal.throwIfAborted();
    throw faultOf(error, url, hasAnswered);
  } finally {
    await agent.destroy();
  }
}

const refused = (url: string, httpStatus: number): LabError =>
  httpStatus === 404
    ? prometheusError('release-not-found', { url })
    : prometheusError('download-refused', { url, httpStatus });

/** Codes of a full or closed disk: not the network's fault. */
const DISK: Readonly<Record<string, DiskReason>> = {
  ENOSPC: 'full',
  EDQUOT: 'quota',
  EACCES: 'forbidden',
  EROFS: 'read-only',
};

function faultOf(error: unknown, url: string, hasAnswered: boolean): unknown {
  if (error instanceof LabError || !(error instanceof Error)) return error;
  const code = errorCode(error) ?? '';
  const reason = DISK[code];
  if (reason !== undefined) return prometheusError('cache-unwritable', { reason }, error);
  if (/^UND_ERR_(HEADERS|BODY)_TIMEOUT$/.test(code))
    return prometheusError('download-stalled', { url }, error);
  if (hasAnswered) return prometheusError('download-cut', { url }, error);
  const said = code === '' ? error.message : code;
  return prometheusError('download-unreachable', { host: new URL(url).host, said }, error);
}
