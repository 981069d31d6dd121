// The output of the process that grades one submission: a line for each step as soon as it is judged. Each line
// is numbered and sealed with a key that the submission does not get, so nothing that it writes to the pipe is a grade.
import { createHmac, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import type { Regrade } from '../record/model.ts';

export type GradeLine =
  | { readonly kind: 'grade'; readonly step: string; readonly regraded: Regrade }
  /** The last line. */
  | { readonly kind: 'end'; readonly notes: readonly string[] };

/** Longer than any message of a check, in characters. */
export const LONGEST_LINE = 256 * 1024;

const regradeSchema = v.variant('status', [
  v.object({
    status: v.picklist(['pass', 'fail', 'blocked']),
    code: v.exactOptional(v.string()),
    message: v.exactOptional(v.string()),
  }),
  v.object({ status: v.literal('not-judged'), message: v.string() }),
]);

export const gradesSchema = v.array(v.object({ step: v.string(), regraded: regradeSchema }));

const lineSchema = v.variant('kind', [
  v.object({ kind: v.literal('grade'), step: v.string(), regraded: regradeSchema }),
  v.object({ kind: v.literal('end'), notes: v.array(v.string()) }),
]);

/** The line with its line break. `number` counts from 0. */
export function formatGradeLine(line: GradeLine, number: number, key: string): string {
  const text = `${number} ${JSON.stringify(line)}`;
  return `${seal(text, key)} ${text}\n`;
}

/** The line, undefined where it is not the one with this number, or is not sealed with the key. */
export function parseGradeLine(text: string, number: number, key: string): GradeLine | undefined {
  const match = /^([0-9a-f]{64}) ((\d+) (.*))$/s.exec(text);
  const [, given = '', sealed = '', numbered, json = ''] = match ?? [];
  if (Number(numbered) !== number) return undefined;
  if (!timingSafeEqual(Buffer.from(seal(sealed, key), 'hex'), Buffer.from(given, 'hex'))) return undefined;
  return v.parse(lineSchema, JSON.parse(json));
}

const seal = (text: string, key: string): string => createHmac('sha256', key).update(text).digest('hex');
