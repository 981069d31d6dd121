// `--prometheus auto|embedded|managed|URL|PATH`: what the words mean, which one that is here, and the line that says so.
import { posix, win32 } from 'node:path';
import type { LabError } from '../../model/errors.ts';
import type { Fact } from '../../model/verdict.ts';
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

/** Which Prometheus it will be, and what the learner is told about it. */
export type ResolvedPrometheus =
  | { readonly kind: 'attached'; readonly url: string; readonly fact: Fact }
  | { readonly kind: 'managed'; readonly binary: PrometheusBinary; readonly fact: Fact }
  | { readonly kind: 'embedded'; readonly fact: Fact };

interface OwnProgram {
  readonly version: string;
  readonly path: string;
}

/** Which Prometheus is used, and why: the parameters of each. */
export interface ChoiceFacts {
  'uses-embedded/asked-for': object;
  /** `error`: why the one that is installed cannot be used, where there is one. */
  'uses-embedded/none-found': { readonly error: Fact | undefined };
  'uses-attached': { readonly url: string };
  'uses-program/asked-for': OwnProgram;
  'uses-program/on-path': OwnProgram;
  'uses-program/cached': OwnProgram;
}

const fact = <K extends keyof ChoiceFacts>(
  kind: K,
  params: ChoiceFacts[K],
): ChoiceFacts[K] & { readonly kind: K } => ({ kind, ...params });

export interface ChoicePlace {
  /** Relative paths start here. */
  readonly cwd: string;
  /** The home folder, for a `~` that no shell has replaced. */
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
      return { kind: 'embedded', fact: fact('uses-embedded/asked-for', {}) };
    case 'attached': {
      const { shown } = parseBaseUrl(choice.url);
      return { kind: 'attached', url: choice.url, fact: fact('uses-attached', { url: shown }) };
    }
    case 'binary': {
      const binary = await probeBinary(choice.path, options.signal);
      return {
        kind: 'managed',
        binary,
        fact: fact('uses-program/asked-for', { version: binary.version, path: binary.path }),
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
    const { version, path } = found;
    const kindOfPlace = found.where === 'PATH' ? 'uses-program/on-path' : 'uses-program/cached';
    return { kind: 'managed', binary: found, fact: fact(kindOfPlace, { version, path }) };
  }
  const [first] = unusable;
  if (kind === 'auto') {
    const error = first === undefined ? undefined : { kind: 'unusable-prometheus', ...first };
    return { kind: 'embedded', fact: fact('uses-embedded/none-found', { error }) };
  }
  throw prometheusError('no-prometheus', first === undefined ? {} : { unusable: first });
}
