import { defineConfig } from 'vitest/config';

const TESTS = '*.test.{ts,tsx}';
/** Tests of whole models, a minute together: only `npm run test:long` runs them. */
const LONG = ['tools/models/stories15m/{storiesGraph,prunedOutputs}.test.ts'];

export default defineConfig({
  test: {
    // A forgotten `it.only` would switch a whole file off.
    allowOnly: false,
    // One less than there are by default: half of a small machine would stand idle.
    maxWorkers: '100%',
    testTimeout: 30_000,
    // Those that start a whole coordinator take seconds of CPU.
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'rules, pages and tools',
          include: [`src/{protocol,chain,network,inference,web}/**/${TESTS}`, `tools/**/${TESTS}`],
          exclude: process.env.CUCKOO_LONG_TESTS === undefined ? LONG : [],
          // They share a process: loading modules anew for each file took twice as long as its tests.
          isolate: false,
          unstubGlobals: true,
        },
      },
      {
        extends: true,
        test: {
          name: 'services',
          include: [`src/{miner,coordinator,devnet}/**/${TESTS}`],
          globalSetup: 'src/coordinator/testing/databaseSnapshot.ts',
        },
      },
    ],
  },
});
