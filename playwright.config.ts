import { defineConfig } from '@playwright/test';
import { launchOptions } from '#devnet/browser/browser.ts';

/** Journeys that compute on the GPU: tabs that mine, and the engine alone. */
const ON_THE_GPU = [
  ...[
    'mining',
    'firstModel',
    'coordinate',
    'trust',
    'trustText',
    'trustTabs',
    'acquittal',
    'answer',
    'wrongDraw',
    'clock',
    'newcomerByKeyboard',
  ],
  'inference/*',
].map((name) => `**/${name}.spec.ts`);

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  snapshotPathTemplate: '{testDir}/looks/{arg}{ext}',
  // Of two cores a tab that mines on a software adapter keeps 1.3 busy, and a journey over pages 0.8: both
  // wait for the chain, the coordinator and the page. Two tabs that compute at once would only wait for each
  // other, and the journeys of a project share one devnet.
  workers: 2,
  projects: [
    { name: 'GPU', testMatch: ON_THE_GPU, workers: 1 },
    { name: 'pages', testMatch: '**/*.spec.ts', testIgnore: ON_THE_GPU, workers: 1 },
  ],
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  use: {
    // Recording one takes a quarter of the time on a software adapter. Ask: `--trace retain-on-failure`.
    trace: 'off',
    screenshot: 'only-on-failure',
    // A page's requests would pass by `page.route`, and each test would keep the whole dApp in its browser.
    // e2e/offline.spec.ts allows it.
    serviceWorkers: 'block',
    launchOptions: launchOptions(),
  },
});
