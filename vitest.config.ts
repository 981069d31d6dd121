import { defineConfig } from 'vitest/config';

interface ProjectOptions {
  readonly exclude?: string[];
  readonly maxWorkers?: number;
  readonly sequence?: { readonly groupOrder: number };
}

// Four projects by what a test needs: nothing (unit), an interface's every implementation (contract),
// real processes and sockets (live), the built program in a terminal (e2e).
const project = (name: string, include: string[], options: ProjectOptions = {}) => ({
  extends: true as const,
  test: { name, include, ...options },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', ['test/**/*.test.ts'], {
        exclude: ['test/**/*.{contract,live,e2e}.test.ts'],
      }),
      project('contract', ['test/**/*.contract.test.ts']),
      project('live', ['test/**/*.live.test.ts']),
      // One at a time and after the others: these run the program on its usual ports.
      project('e2e', ['test/**/*.e2e.test.ts'], { maxWorkers: 1, sequence: { groupOrder: 1 } }),
    ],
    // A hang guard, never a speed limit: the machine may be slow.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    globalSetup: ['test/support/global-setup.ts'],
  },
});
