import { defineConfig } from 'vitest/config';

// Four projects by what a test needs: nothing (unit), an interface's every implementation (contract),
// real processes and sockets (live), the built program in a terminal (e2e).
const project = (name: string, include: string[], exclude: string[] = []) => ({
  extends: true as const,
  test: { name, include, exclude },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', ['test/**/*.test.ts'], ['test/**/*.{contract,live,e2e}.test.ts']),
      project('contract', ['test/**/*.contract.test.ts']),
      project('live', ['test/**/*.live.test.ts']),
      project('e2e', ['test/**/*.e2e.test.ts']),
    ],
    // A hang guard, never a speed limit: the machine may be slow.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globalSetup: ['test/support/global-setup.ts'],
  },
});
