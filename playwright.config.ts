import { defineConfig } from '@playwright/test';
import { launchOptions } from '#devnet/browser/browser.ts';

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  // A software adapter keeps every core busy: two journeys at once would only wait for each other.
  workers: 1,
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
