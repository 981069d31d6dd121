// Number literals: every notation of Prometheus 3, durations included. Facts: Go's ParseInt(base 0) and ParseFloat.
import { parseDuration } from '../../../durations.ts';

export type ParsedNumber =
  | { readonly status: 'parsed'; readonly value: number; readonly isDuration: boolean }
  | { readonly status: 'rejected'; readonly message: string };

const MAX_INT64 = 2 ** 63;
const DECIMAL = /^(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?$/;
const HEXADECIMAL = /^0[xX]_?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*$/;
/** `010` is eight, as in Go. */
const OCTAL = /^0(?:_?[0-7])+$/;

/** The value of a number or duration token (`1e3`, `0x1F`, `1_000`, `Inf`, `5m`); a duration counts in seconds. */
export function parseNumberToken(text: string): ParsedNumber {
  const lower = text.toLowerCase();
  if (lower === 'inf') return { status: 'parsed', value: Infinity, isDuration: false };
  if (lower === 'nan') return { status: 'parsed', value: NaN, isDuration: false };
  const digits = text.replaceAll('_', '');
  if (HEXADECIMAL.test(text)) {
    const value = Number(digits);
    return value < MAX_INT64 ? { status: 'parsed', value, isDuration: false } : rejected(text);
  }
  if (OCTAL.test(text)) return { status: 'parsed', value: Number.parseInt(digits, 8), isDuration: false };
  if (DECIMAL.test(text)) {
    const value = Number(digits);
    return Number.isFinite(value) ? { status: 'parsed', value, isDuration: false } : outOfRange(text);
  }
  return rejected(text);
}

function rejected(text: string): ParsedNumber {
  return {
    status: 'rejected',
    message: `error parsing number: strconv.ParseFloat: parsing ${JSON.stringify(text)}: invalid syntax`,
  };
}

function outOfRange(text: string): ParsedNumber {
  return {
    status: 'rejected',
    message: `error parsing number: strconv.ParseFloat: parsing ${JSON.stringify(text)}: value out of range`,
  };
}

/** The value of a duration token in seconds. */
export function parseDurationToken(text: string): ParsedNumber {
  const parsed = parseDuration(text);
  return parsed.status === 'parsed'
    ? { status: 'parsed', value: parsed.ms / 1000, isDuration: true }
    : parsed;
}
