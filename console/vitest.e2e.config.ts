import { defineConfig } from 'vitest/config';

/** Tests in a real browser against the release binary; each file starts a server of its own. A worker keeps its browser. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['e2e/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: true,
    maxWorkers: 2,
    isolate: false,
  },
});
