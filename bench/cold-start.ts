// How long the packed program takes to its first prompt, beside `node -e 0`.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { openTerminal } from '../test/support/terminal.ts';
import { median, type BenchRow } from './row.ts';

const ROUNDS = 9;
const LIMIT = 3;

/** Rows for the first start and for continuing, both against the bare start of node. */
export async function benchColdStart(bin: string): Promise<readonly BenchRow[]> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'ecom-lab-bench-'));
  try {
    await execa(process.execPath, [bin, 'init'], { cwd: dir });
    const bare: number[] = [];
    const lab: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      bare.push(await bareStart());
      lab.push(await firstPrompt(bin, dir));
    }
    const ratio = median(lab) / median(bare);
    return [
      {
        name: 'cold start to the first prompt',
        value: `${median(lab).toFixed(0)} ms; node -e 0: ${median(bare).toFixed(0)} ms`,
        ratio,
        limit: `at most ${LIMIT}`,
        ok: ratio <= LIMIT,
      },
    ];
  } finally {
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function bareStart(): Promise<number> {
  const startedAt = performance.now();
  await execa(process.execPath, ['-e', '0']);
  return performance.now() - startedAt;
}

async function firstPrompt(bin: string, cwd: string): Promise<number> {
  const startedAt = performance.now();
  const lab = openTerminal({
    file: process.execPath,
    args: [bin, 'start', '--prometheus', 'embedded'],
    cwd,
    env: process.env,
  });
  await lab.sees('What next?');
  const took = performance.now() - startedAt;
  lab.press('ctrlC');
  await lab.exited;
  return took;
}
