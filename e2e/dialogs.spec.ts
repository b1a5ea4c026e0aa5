import { devices, type Page } from '@playwright/test';
import { connectDevnetWallet, takeDrip } from '#devnet/browser/minerTab.ts';
import { startWebServer } from '#devnet/webServer.ts';
import { expect, test } from './devnet.ts';
import { DIALOGS } from './dialogs.ts';
import { tabTo } from './keyboard.ts';

/** Whoever closes a dialog is back on what opened it. `tools/house/dialogs.test.ts` asks for each of them. */

const WAYS = Object.entries(DIALOGS);
const PHONE = devices['Pixel 7'];

/** Opens each dialog and closes it, by its button and by Escape. */
async function openAndClose(page: Page, [, { title, opener }]: (typeof WAYS)[number]): Promise<void> {
  const dialog = page.getByRole('dialog', { name: title });
  for (const close of [
    () => tabTo(page, dialog.getByRole('button', { name: 'Close' })).then(() => page.keyboard.press('Enter')),
    () => page.keyboard.press('Escape'),
  ]) {
    await opener(page).press('Enter');
    await expect(dialog).toBeVisible();
    // The page behind it is out of reach.
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    await close();
    await expect(dialog).toHaveCount(0);
    await expect(opener(page)).toBeFocused();
  }
}

test('the focus is back on what opened a dialog, once it is closed', async ({ page, devnet }) => {
  await page.goto(devnet.web.url);
  await connectDevnetWallet(page);
  await takeDrip(page, devnet.web.url);
  await page.goto(`${devnet.web.url}/stake`);
  await page.getByLabel('Amount to stake', { exact: true }).fill('1000');
  await page.getByLabel('Amount to stake', { exact: true }).press('Enter');
  await expect(page.getByText('Staked.', { exact: true })).toBeVisible();
  for (const way of WAYS.filter(([, { isForStranded }]) => !isForStranded)) {
    await page.goto(devnet.web.url + way[1].path);
    await openAndClose(page, way);
  }
});

test('the focus is back on the wallet’s button, once RainbowKit’s dialog is closed', async ({
  page,
  devnet,
}) => {
  await page.goto(`${devnet.web.url}/faucet`);
  const dialog = page.getByRole('dialog');
  const connect = page.getByRole('banner').getByRole('button', { name: 'Connect wallet' });
  await connect.press('Enter');
  // It listens once it has the focus.
  const hasFocus = () => dialog.evaluate((element) => element.contains(document.activeElement));
  await expect.poll(hasFocus).toBe(true);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(connect).toBeFocused();
});

test.describe('on a phone without a wallet', () => {
  test.use({ userAgent: PHONE.userAgent, viewport: PHONE.viewport, hasTouch: true });

  test('the focus is back on what opened a dialog, once it is closed', async ({ page, devnet }) => {
    const server = await startWebServer({ port: 0, config: { ...devnet.chain.config, devnet: false } });
    try {
      for (const way of WAYS.filter(([, { isForStranded }]) => isForStranded)) {
        await page.goto(server.url + way[1].path);
        await openAndClose(page, way);
      }
    } finally {
      await server.stop();
    }
  });
});
