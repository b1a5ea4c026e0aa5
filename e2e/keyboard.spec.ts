import type { Page } from '@playwright/test';
import { addMiner, convict, retire } from './chainNodes.ts';
import { expect, test } from './devnet.ts';
import { focusFault, tabAndPress, tabAndType, tabTo } from './keyboard.ts';

/** What visitors come for, by the keyboard alone: no click, and no script puts the focus anywhere. */

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const inNavigation = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name });

/** Connects the devnet's wallet by RainbowKit's dialog, from the page's header. */
async function connect(page: Page): Promise<void> {
  const button = page.getByRole('banner').getByRole('button', { name: 'Connect wallet' });
  await tabAndPress(page, button);
  await expect(page.getByRole('dialog', { name: 'Connect a wallet' })).toBeVisible();
  await tabAndPress(page, page.getByRole('button', { name: 'Devnet wallet' }));
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const account = page.getByRole('button', { name: /^0x/ });
  await expect(account).toBeVisible();
  await expect(account).toBeFocused();
}

test('a newcomer stakes 5 CAI, votes with them and takes them back by keyboard alone', async ({
  page,
  devnet,
}) => {
  await page.goto(devnet.web.url);
  await connect(page);
  await tabAndPress(page, page.getByRole('contentinfo').getByRole('link', { name: 'Faucet' }));
  await expect(heading(page, 'Faucet')).toBeVisible();
  await expect(page.locator('#content')).toBeFocused();
  await tabAndPress(page, page.getByRole('button', { name: 'Get CAI and gas' }));
  await expect(page.getByText('Done. The CAI has arrived at this address.')).toBeVisible();
  expect(await focusFault(page)).toBeUndefined();

  await tabTo(page, inNavigation(page, 'Stake'), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(heading(page, 'Stake')).toBeVisible();
  await tabAndType(page, page.getByLabel('Amount to stake', { exact: true }), '5');
  const stake = page.getByRole('button', { name: 'Stake 5 CAI' });
  await tabAndPress(page, stake, 'Space');
  await expect(page.getByText('Staked.', { exact: true })).toBeVisible();
  expect(await focusFault(page)).toBeUndefined();

  await tabTo(page, inNavigation(page, 'Explore'), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(heading(page, 'Explore')).toBeVisible();
  const vote = page.getByRole('button', { name: 'Vote for Devnet coordinator' });
  await tabAndPress(page, vote);
  const dialog = page.getByRole('dialog', { name: 'Vote for Devnet coordinator' });
  await tabAndType(page, dialog.getByLabel('Amount', { exact: true }), '5');
  await tabAndPress(page, dialog.getByRole('button', { name: 'Vote with 5 CAI' }));
  await expect(dialog.getByText('Voted.')).toBeVisible();
  await tabTo(page, dialog.getByRole('button', { name: 'Close' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(vote).toBeFocused();

  await tabAndPress(page, page.getByRole('button', { name: 'Unvote Devnet coordinator' }));
  const back = page.getByRole('dialog', { name: 'Unvote Devnet coordinator' });
  await tabAndType(page, back.getByLabel('Amount', { exact: true }), '5');
  await page.keyboard.press('Enter');
  await expect(back.getByText(/^Unvoted\./)).toBeVisible();
  // All of it is back, and so is what opened the dialog gone from the page.
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await focusFault(page)).toBeUndefined();
  await tabTo(page, vote);
});

test('a voter finds out why a node was slashed by keyboard alone', async ({ page, devnet }) => {
  const eve = await addMiner(devnet, 'Eve of the keyboard', 0);
  const ann = await addMiner(devnet, 'Ann of the keyboard', 0);
  await convict(devnet, eve);
  await page.goto(devnet.web.url);
  await tabAndPress(page, inNavigation(page, 'Explore'));
  await tabAndType(page, page.getByLabel('Search'), 'Eve of');
  const link = page.getByRole('rowheader').getByRole('link');
  await expect(link).toHaveText('Eve of the keyboard');
  await tabAndPress(page, link);
  await expect(heading(page, 'Eve of the keyboard')).toBeVisible();
  await expect(page.locator('#content')).toBeFocused();
  await expect(page.getByRole('list', { name: 'Slashes' })).toContainText('A slash: a jury found');
  // The list of cases, and back from one to all of them.
  await tabTo(page, inNavigation(page, 'Explore'), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await tabAndPress(page, page.getByRole('main').getByRole('link', { name: 'Cases before juries' }));
  await expect(heading(page, 'Cases')).toBeVisible();
  await page.goto(`${devnet.web.url}/cases/1`);
  await tabAndPress(page, page.getByRole('main').getByRole('link', { name: 'All cases' }));
  await expect(heading(page, 'Cases')).toBeVisible();
  await expect(page.locator('#content')).toBeFocused();
  await retire(devnet, ann);
});

test('the navigation and the menu are used by keyboard alone, and each page says its name', async ({
  page,
  devnet,
}) => {
  await page.goto(devnet.web.url);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the page' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#content')).toBeFocused();
  const said = page.locator('[aria-live="polite"].unseen');
  await expect(said).toBeEmpty();
  for (const name of ['Create', 'Mine', 'Stake', 'Explore', 'Developers']) {
    await tabTo(page, inNavigation(page, name), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(heading(page, name)).toBeVisible();
    await expect(said).toHaveText(name);
    await expect(page.locator('#content')).toBeFocused();
  }
  // The browser's own keys for this do not reach a page in a test.
  await page.goBack();
  await expect(heading(page, 'Explore')).toBeVisible();
  await expect(said).toHaveText('Explore');

  const menu = page.getByRole('button', { name: 'Menu' });
  await tabTo(page, menu, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('combobox', { name: 'Colours' }));
  await page.keyboard.press('Escape');
  await expect(menu).toBeFocused();
  await page.keyboard.press('Enter');
  await tabAndPress(page, page.getByRole('link', { name: 'Portfolio' }));
  await expect(heading(page, 'Portfolio')).toBeVisible();
  await expect(said).toHaveText('Portfolio');
  await connect(page);
  const account = page.getByRole('button', { name: /^0x/ });
  await page.keyboard.press('Enter');
  await tabAndPress(page, page.getByRole('button', { name: 'Disconnect' }));
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(account).toHaveCount(0);
  await expect(page.getByRole('banner').getByRole('button', { name: 'Connect wallet' })).toBeFocused();
});
