import { defineConfig } from 'vitest/config';

/** Tests in a real browser against the release binary; each file starts a server of its own. A worker keeps its browser. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['e2e/**/*.test.ts'],
    // A machine may be busy with other things: a test waits for what comes, however late.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    fileParallelism: true,
    maxWorkers: 2,
    isolate: false,
  },
});
