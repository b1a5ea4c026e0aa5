import type { Page } from '@playwright/test';
import type { Devnet } from '#devnet/devnet.ts';
import { axeViolations } from './accessibility.ts';
import { expect, test } from './devnet.ts';
import { openInjectedWallet, Web3RequestKind } from './injectedWallet.ts';

/** What a page shows when something is wrong: the way there, and the words by which it is known. */
interface ErrorState {
  name: string;
  open(page: Page, devnet: Devnet): Promise<void>;
  says: string | RegExp;
}

const refuse = (page: Page, url: string) => page.route(`${url}/**`, (route) => route.abort());

const STATES: readonly ErrorState[] = [
  {
    name: 'the chain is down',
    says: /^The chain does not answer/,
    async open(page, devnet) {
      await page.goto(`${devnet.web.url}/nodes`);
      await expect(page.getByRole('rowheader').or(page.getByRole('listitem')).first()).toBeVisible();
      await refuse(page, devnet.chain.config.rpcUrl);
    },
  },
  {
    name: 'the chain is down from the start',
    says: 'The chain did not answer.',
    async open(page, devnet) {
      await refuse(page, devnet.chain.config.rpcUrl);
      await page.goto(`${devnet.web.url}/tasks/0x${'0'.repeat(64)}`);
    },
  },
  {
    name: 'the coordinator is down',
    says: 'The coordinator does not answer.',
    async open(page, devnet) {
      await refuse(page, devnet.coordinator.apiUrl);
      await page.goto(`${devnet.web.url}/create`);
    },
  },
  {
    name: 'there is no WebGPU',
    says: 'This browser has no WebGPU, which this needs.',
    async open(page, devnet) {
      await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'gpu', { value: undefined }));
      await page.goto(`${devnet.web.url}/mine`);
    },
  },
  {
    name: 'a transaction was declined',
    says: 'You declined this in your wallet. Nothing was sent.',
    async open(page, devnet) {
      const { wallet } = await openInjectedWallet(page, devnet);
      await page.goto(`${devnet.web.url}/stake`);
      await page.getByLabel('Amount to stake', { exact: true }).fill('5');
      await page.getByRole('button', { name: 'Stake 5 CAI' }).press('Enter');
      await wallet.reject(Web3RequestKind.SignTypedDataV4);
    },
  },
  {
    name: 'a task is unknown',
    says: 'No coordinator knows a task of this id.',
    open: async (page, devnet) => void (await page.goto(`${devnet.web.url}/tasks/0x${'0'.repeat(64)}`)),
  },
];

for (const { name, open, says } of STATES)
  test(`axe finds nothing on a phone where ${name}, in the light and in the dark`, async ({
    browser,
    devnet,
  }) => {
    const context = await browser.newContext({
      ...{ reducedMotion: 'reduce', viewport: { width: 390, height: 844 } },
    });
    const page = await context.newPage();
    await open(page, devnet);
    await expect(page.getByText(says).first()).toBeVisible();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await axeViolations(page, 'body'), colorScheme).toEqual([]);
    }
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    await context.close();
  });
