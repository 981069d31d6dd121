// `--prometheus auto|embedded|managed|URL|PATH`: what the words mean, which one that is here, and the line that says so.
import { posix, win32 } from 'node:path';
import type { LabError } from '../../model/errors.ts';
import { prometheusError } from '../facts/errors.ts';
import { parseBaseUrl } from '../api/base-url.ts';
import { probeBinary, type PrometheusBinary } from './binary.ts';
import { findPrometheus, type FindOptions } from './find.ts';

export type PrometheusChoice =
  | { readonly kind: 'auto' }
  | { readonly kind: 'embedded' }
  | { readonly kind: 'managed' }
  | { readonly kind: 'attached'; readonly url: string }
  | { readonly kind: 'binary'; readonly path: string };

/** Which Prometheus it will be, and one line for the learner that says which and why. */
export type ResolvedPrometheus =
  | { readonly kind: 'attached'; readonly url: string; readonly line: string }
  | { readonly kind: 'managed'; readonly binary: PrometheusBinary; readonly line: string }
  | { readonly kind: 'embedded'; readonly line: string };

export interface ChoicePlace {
  /** Relative paths start here. */
  readonly cwd: string;
  /** What `~` stands for where no shell has replaced it. */
  readonly homeDir: string;
  readonly platform: NodeJS.Platform;
}

/** Reads the value of `--prometheus`. Rejects nonsense with `bad-prometheus-choice`. Pure. */
export function parsePrometheusChoice(text: string, place: ChoicePlace): PrometheusChoice {
  const value = text.trim();
  if (value === 'auto' || value === 'embedded' || value === 'managed') return { kind: value };
  if (/^https?:/i.test(value)) return { kind: 'attached', url: addressOf(value) };
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) throw badChoice(value);
  if (looksLikePath(value, place)) return { kind: 'binary', path: absolutePath(value, place) };
  // `localhost:9090` and `192.168.1.20:9090/prom`: an address as people say it.
  if (/^(\[[0-9a-f:]+\]|[a-z0-9.-]+):\d{1,5}(\/.*)?$/i.test(value)) {
    return { kind: 'attached', url: addressOf(`http://${value}`) };
  }
  if (/^\d{1,5}$/.test(value)) return { kind: 'attached', url: addressOf(`http://localhost:${value}`) };
  throw badChoice(value);
}

function addressOf(text: string): string {
  // Checks it; the text is kept as given because it may hold a name and password.
  parseBaseUrl(text);
  return text;
}

function looksLikePath(value: string, { platform }: ChoicePlace): boolean {
  if (/^(\.{0,2}\/|~\/)/.test(value) || value.endsWith('/prometheus')) return true;
  return platform === 'win32' && /^([a-z]:[\\/]|\.{0,2}\\|~\\)|\.exe$/i.test(value);
}

function absolutePath(value: string, { cwd, homeDir, platform }: ChoicePlace): string {
  const paths = platform === 'win32' ? win32 : posix;
  return /^~[\\/]/.test(value) ? paths.join(homeDir, value.slice(2)) : paths.resolve(cwd, value);
}

const badChoice = (value: string): LabError => prometheusError('bad-prometheus-choice', { value });

/** Settles a choice on this machine. Starts nothing. Rejects where what was asked for cannot be had. */
export async function resolvePrometheusChoice(
  choice: PrometheusChoice,
  options: FindOptions,
): Promise<ResolvedPrometheus> {
  switch (choice.kind) {
    case 'embedded':
      return { kind: 'embedded', line: `${EMBEDDED}, as asked for.` };
    case 'attached': {
      const { shown } = parseBaseUrl(choice.url);
      return { kind: 'attached', url: choice.url, line: `Using your Prometheus at ${shown}.` };
    }
    case 'binary': {
      const binary = await probeBinary(choice.path, options.signal);
      return {
        kind: 'managed',
        binary,
        line: `Using Prometheus ${binary.version} from ${binary.path}, as asked for.`,
      };
    }
    case 'managed':
    case 'auto':
      return resolveFound(choice.kind, options);
    default:
      return choice satisfies never;
  }
}

async function resolveFound(kind: 'auto' | 'managed', options: FindOptions): Promise<ResolvedPrometheus> {
  const { found, unusable } = await findPrometheus(options);
  if (found !== undefined) {
    const where = found.where === 'PATH' ? 'found on PATH' : "from the lab's cache";
    return {
      kind: 'managed',
      binary: found,
      line: `Using Prometheus ${found.version}, ${where} (${found.path}).`,
    };
  }
  const [first] = unusable;
  if (kind === 'auto') {
    const why = first === undefined ? 'no Prometheus is installed' : `${first.path} does not run`;
    return { kind: 'embedded', line: `${EMBEDDED}: ${why}.` };
  }
  throw prometheusError('no-prometheus', first === undefined ? {} : { unusable: first });
}

const EMBEDDED = "Using the lab's own embedded Prometheus";
