import os from 'node:os';
import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], exclude: string[] = []) => ({
  extends: true as const,
  test: { name, include, exclude },
});

const apart = ['test/fuzz/**', 'test/faults/**'];

// By what a test needs. `npm test` runs the first three, `npm run test:rest` the others, each file of those in a network of
// its own where that can be had (scripts/test-rest.mjs): they run the program on its usual ports.
export default defineConfig({
  test: {
    projects: [
      // Nothing.
      project('unit', ['test/**/*.test.ts'], ['test/**/*.{contract,live,load,e2e}.test.ts', ...apart]),
      // Every implementation of an interface.
      project('contract', ['test/**/*.contract.test.ts']),
      // Real processes and sockets.
      project('live', ['test/**/*.live.test.ts'], apart),
      // Minutes of work for the embedded Prometheus.
      project('load', ['test/**/*.load.test.ts']),
      // Thousands of generated inputs.
      project('fuzz', ['test/fuzz/**/*.test.ts']),
      // The built program on a system that fails it.
      project('faults', ['test/faults/**/*.test.ts']),
      // The built program in a terminal.
      project('e2e', ['test/e2e/**/*.test.ts']),
    ],
    // Vitest leaves one core free, which is half of a small machine.
    maxWorkers: os.availableParallelism(),
    // A hang guard, never a speed limit: the machine may be slow.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    globalSetup: ['test/support/global-setup.ts'],
  },
});
