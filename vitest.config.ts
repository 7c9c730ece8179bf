import { env } from 'node:process';
import { defineConfig } from 'vitest/config';

/** Where CI wants the results to count, beside what is printed. */
const json = env['VITEST_JSON'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Some tests wait more than they compute: every core has a file in hand.
    maxWorkers: '100%',
    globalSetup: ['test/support/built-program.ts'],
    setupFiles: ['test/support/seed.ts'],
    // Tests that start a process or a browser share the machine with all the others.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    ...(json ? { reporters: ['default', 'json'], outputFile: { json } } : {}),
  },
});
