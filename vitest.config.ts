import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['test/lib/build.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Real programs in real terminals: more files at once than cores only makes them wait.
    maxWorkers: 2,
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
  },
});
