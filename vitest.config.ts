import { env } from 'node:process';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Where CI wants the results to count, beside what is printed. */
const json = env['VITEST_JSON'];

/** The files that start processes and wait for them come first: nothing is left to wait for at the end. */
class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const waits = ({ moduleId }: TestSpecification) => moduleId.includes('/e2e/');
    return [...sorted.filter(waits), ...sorted.filter((file) => !waits(file))];
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Some tests wait more than they compute: every core has a file in hand.
    maxWorkers: '100%',
    sequence: { sequencer: WaitingFirst },
    globalSetup: ['test/support/built-program.ts'],
    setupFiles: ['test/support/seed.ts'],
    // Tests that start a process or a browser share the machine with all the others.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    ...(json ? { reporters: ['default', 'json'], outputFile: { json } } : {}),
  },
});
