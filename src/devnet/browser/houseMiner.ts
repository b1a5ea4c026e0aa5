import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { browserFlags } from '#devnet/browser/browser.ts';
import {
  connectDevnetWallet,
  registerTab,
  startMining,
  takeDrip,
  waitUntilMining,
  watchModels,
} from '#devnet/browser/minerTab.ts';

export interface HouseMiner {
  /** As `watchModels`. */
  watchModels(onReady: (model: string) => void): Promise<void>;
  close(): Promise<void>;
}

/**
 * Loading, shader compilation and the first model's test inputs take about half a minute on two idle cores
 * without a GPU. The limit is far above that, because a busy machine is slower and the miner's own watchdog
 * ends what hangs.
 */
const MINING_TIMEOUT_MS = 900_000;
const STEP_TIMEOUT_MS = 30_000;

/**
 * Opens the house miner: a miner tab in a headless browser with a profile of its own, which keeps its wallet,
 * key and stake for the next start.
 */
export async function openHouseMiner(options: {
  browser: string;
  url: string;
  folder: string;
  tell: (sentence: string) => void;
}): Promise<HouseMiner> {
  const { browser, url, folder, tell } = options;
  const context = await chromium.launchPersistentContext(join(folder, 'house-miner'), {
    executablePath: browser,
    headless: true,
    args: browserFlags(),
    // The devnet handles Ctrl-C and closes the tab itself.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    page.setDefaultTimeout(STEP_TIMEOUT_MS);
    await page.goto(`${url}/mine`);
    const registered = page.getByRole('listitem', { name: 'Registration: done' });
    const notConnected = page.getByRole('listitem', { name: 'Wallet: next' });
    const notRegistered = page.getByRole('listitem', { name: /^(Stake|Registration): next$/ });
    await registered.or(notConnected).or(notRegistered).first().waitFor();
    if (!(await registered.isVisible())) {
      if (await notConnected.isVisible()) await connectDevnetWallet(page);
      const missing = page.getByText(/ missing of /);
      await missing
        .or(page.getByRole('listitem', { name: 'Stake: done' }))
        .first()
        .waitFor();
      if (await missing.isVisible()) await takeDrip(page, url);
      await registerTab(page, url, { name: 'House miner' });
      tell('house miner: registered with the minimum bond; loading and proving its models …');
    }
    const start = page.getByRole('button', { name: /^(Start|Resume) mining$/ });
    // A profile that was mining when it was closed resumes on its own.
    await start
      .or(page.getByRole('button', { name: 'Stop mining' }))
      .first()
      .waitFor();
    if (await start.isVisible()) await startMining(page);
    await waitUntilMining(page, MINING_TIMEOUT_MS);
    return {
      watchModels: (onReady) => watchModels(page, MINING_TIMEOUT_MS, onReady),
      close: () => context.close(),
    };
  } catch (error) {
    await context.close();
    throw error;
  }
}
