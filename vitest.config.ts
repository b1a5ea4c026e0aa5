import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { messageModules } from './tools/language/messageModules.ts';

const TESTS = '*.test.{ts,tsx}';
/** Tests of whole models, and of what other tests show by parts: only `npm run test:long` runs them. */
const LONG = [
  'tools/models/stories15m/{storiesGraph,prunedOutputs}.test.ts',
  'src/devnet/court/inactiveJuror.test.ts',
  'tools/start.test.ts',
];
const LEFT_OUT = process.env.CUCKOO_LONG_TESTS === undefined ? LONG : [];

const SERVICES = [`src/{miner,coordinator,devnet}/**/${TESTS}`];
/** A module that was loaded for another file is not mocked any more: these run in processes of their own. */
const mocking = ['src', 'tools']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
  )
  .filter((file) => /\.test\.tsx?$/.test(file))
  .filter((file) => readFileSync(file, 'utf8').includes('vi.mock('));
const MOCKING_PAGES = mocking.filter((file) => file.startsWith('src/web/'));
const MOCKING_OTHERS = mocking.filter((file) => !file.startsWith('src/web/'));

export default defineConfig({
  plugins: [messageModules()],
  test: {
    // A forgotten `it.only` would switch a whole file off.
    allowOnly: false,
    // One less than there are by default: half of a small machine would stand idle.
    maxWorkers: '100%',
    testTimeout: 30_000,
    // Those that start a whole coordinator take seconds of CPU.
    hookTimeout: 60_000,
    // Files share a process: to load the modules anew for each took as long as the tests.
    isolate: false,
    unstubGlobals: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'rules and tools',
          include: [`src/{protocol,chain,network,inference}/**/${TESTS}`, `tools/**/${TESTS}`],
          exclude: [...MOCKING_OTHERS, ...LEFT_OUT],
        },
      },
      {
        extends: true,
        test: {
          name: 'pages',
          include: [`src/web/**/${TESTS}`],
          exclude: MOCKING_PAGES,
          setupFiles: 'src/web/language/testing/loadEnglish.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'pages with mocked modules',
          include: MOCKING_PAGES,
          isolate: true,
          setupFiles: 'src/web/language/testing/loadEnglish.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'services',
          include: SERVICES,
          exclude: [...MOCKING_OTHERS, ...LEFT_OUT],
          globalSetup: 'src/coordinator/testing/databaseSnapshot.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'rules and services with mocked modules',
          include: MOCKING_OTHERS,
          isolate: true,
          globalSetup: 'src/coordinator/testing/databaseSnapshot.ts',
        },
      },
    ],
  },
});
