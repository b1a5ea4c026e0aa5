import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import type { RosterNode } from '#chain/roster.ts';
import { connectDevnetWallet, registerTab, takeDrip } from '#devnet/browser/minerTab.ts';
import type { Devnet } from '#devnet/devnet.ts';
import { axeViolations } from './accessibility.ts';
import { minersOf, passTime, tokensOf } from './chainControl.ts';
import { expect, test } from './devnet.ts';

/** A staker and owner: votes, moves, cancels, compounds, keeps its key and closes its node. */

const COOL_DOWN_S = 60 * 60;
const OTHER_WALLET = '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045';
const COORDINATOR = 'node “Devnet coordinator” (1)';
/** Screens that everything has to fit on, the narrowest and usual laptops, in CSS pixels. */
const WIDTHS = [320, 1080, 1280];

/** Other tests may have registered some before. */
const newestMiner = async (devnet: Devnet): Promise<RosterNode> => (await minersOf(devnet)).at(-1)!;

async function expectSound(page: Page): Promise<void> {
  expect(await axeViolations(page, 'main')).toEqual([]);
  const viewport = page.viewportSize()!;
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 640 });
    await expect.poll(overflow, `at ${width} pixels`).toBe(0);
  }
  await page.setViewportSize(viewport);
}

/** Fills the open dialog in and sends it. */
async function order(
  page: Page,
  fields: { node?: string; amount: string; outcome?: RegExp; button: string; done: string; next?: Locator },
): Promise<void> {
  const dialog = page.getByRole('dialog');
  if (fields.node !== undefined) {
    // By its value: its text changes with the node's stake.
    const value = await dialog.getByRole('option', { name: fields.node }).getAttribute('value');
    await dialog.getByRole('combobox').selectOption({ value: value! });
  }
  await dialog.getByLabel('Amount', { exact: true }).fill(fields.amount);
  // What the dialog computes comes after the chain's answers.
  if (fields.outcome !== undefined) await expect(dialog.locator('.outcome')).toHaveText(fields.outcome);
  await dialog.getByRole('button', { name: fields.button, exact: true }).press('Enter');
  await expect(dialog.getByText(fields.done)).toBeVisible();
  const close = dialog.getByRole('button', { name: 'Close' });
  if (fields.next === undefined) await close.press('Enter');
  else await close.evaluate(clickBoth, await fields.next.elementHandle());
}

/** So soon after each other that a closed dialog has not told so yet: a busy machine lets a user do it. */
async function clickBoth(first: HTMLElement | SVGElement, second: unknown): Promise<void> {
  (first as HTMLElement).click();
  // The page draws what follows from the first.
  await Promise.resolve();
  (second as HTMLElement).click();
}

test('a wallet moves its stake in every way there is, and closes its node', async ({ page, devnet }) => {
  await page.goto(devnet.web.url);
  await connectDevnetWallet(page);
  await takeDrip(page, devnet.web.url);
  await registerTab(page, devnet.web.url, { name: 'Nest' });
  const { id } = await newestMiner(devnet);
  const nest = `node “Nest” (${id})`;
  await page.goto(`${devnet.web.url}/stake`);
  const simulator = page.getByRole('region', { name: 'What would it earn?' });
  // By its value: beside it the best of all may name the same node.
  await simulator.getByLabel('Where').selectOption(String(id));
  await expect(simulator).toContainText(/1,000 CAI in node “Nest”.* would earn about [\d,.]+ CAI a year/);
  await page.getByLabel('Amount to stake', { exact: true }).fill('4000');
  await page.getByRole('button', { name: 'Stake 4,000 CAI', exact: true }).click();
  await expect(page.getByText('Staked.', { exact: true })).toBeVisible();

  await page.getByRole('link', { name: 'portfolio', exact: true }).click();
  const positions = page.getByRole('list', { name: 'Positions' });
  await expect(positions.getByRole('listitem', { name: nest })).toContainText('Your bond');
  await page.getByRole('button', { name: 'Vote with idle stake' }).press('Enter');
  await order(page, {
    ...{ node: COORDINATOR, amount: '3000', button: 'Vote with 3,000 CAI', done: 'Voted.' },
    outcome: /After this: 3,000 CAI in node “Devnet coordinator” \(1\), earning about [\d,.]+ CAI/,
  });
  const votes = positions.getByRole('listitem', { name: COORDINATOR });
  await expect(votes).toContainText('3,000 CAI');

  await page.getByRole('button', { name: `Move from ${COORDINATOR}` }).press('Enter');
  await order(page, {
    ...{ node: nest, amount: '1000', button: 'Move 1,000 CAI', done: 'On its way.' },
    outcome: new RegExp(`press “Move to node “Nest” \\(${id}\\)” under Leaving`),
    next: page.getByRole('button', { name: `Take out of ${COORDINATOR}` }),
  });
  await order(page, { amount: '500', button: 'Take out 500 CAI', done: 'Taken out.' });
  await expect(votes).toContainText('1,500 CAI');
  await expect(page.getByText(`From ${COORDINATOR}.`)).toHaveCount(2);

  await page.getByRole('button', { name: `Cancel: back to ${COORDINATOR}: 500 CAI` }).press('Enter');
  await expect(page.getByText(`Cancelled: 500 CAI are back in ${COORDINATOR}.`)).toBeVisible();
  await expect(votes).toContainText('2,000 CAI');
  const arrive = page.getByRole('button', { name: `Move to ${nest}: 1,000 CAI` });
  await expect(arrive).toBeDisabled();
  await expectSound(page);

  await passTime(devnet, COOL_DOWN_S);
  await expect(arrive).toBeEnabled();
  await arrive.press('Enter');
  await expect(positions.getByRole('listitem', { name: nest })).toContainText('21,000 CAI');

  const rewards = page.getByRole('region', { name: 'Rewards' });
  await rewards.getByRole('button', { name: /^Compound / }).press('Enter');
  await expect(rewards.getByText('Compounded into idle stake.')).toBeVisible();
  // Nothing is earned before the next block.
  await passTime(devnet, 60);
  const cut = rewards.locator('.cut-amount').first();
  await cut.focus();
  await expect(cut.locator('.all-digits')).toHaveText(/^[\d,]+\.\d{5,18} CAI$/);
  await rewards.getByLabel('Send rewards to another address').check();
  await rewards.getByLabel('Address for rewards').fill(OTHER_WALLET);
  const claim = rewards.getByRole('button', { name: /^Claim / });
  await expect(claim).toBeDisabled();
  await rewards.getByLabel(OTHER_WALLET).check();
  await claim.press('Enter');
  await expect(rewards.getByText('Claimed: the CAI is at the other address.')).toBeVisible();
  expect(await tokensOf(devnet, OTHER_WALLET)).toBeGreaterThan(0n);

  await page.getByRole('button', { name: 'Read events' }).press('Enter');
  await expect(page.getByText(/events: all that this wallet ever did/)).toBeVisible();
  await expect(page.getByRole('img', { name: /CAI claimed, as bars by day/ })).toBeVisible();
  const saving = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Save events' }).click();
  const table = await readFile(await (await saving).path(), 'utf8');
  for (const event of ['Staked', 'VoteMoved', 'Restaked', 'Compounded', 'Claimed'])
    expect(table).toContain(`,${event},`);

  await page.getByRole('link', { name: `Manage ${nest}` }).click();
  await expect(page.getByRole('heading', { name: /^Nest/ })).toBeVisible();
  await page.getByLabel('Name of the node').fill('Oak nest');
  await page.getByRole('button', { name: 'Publish the name' }).press('Enter');
  await expect(page.getByRole('heading', { name: /^Oak nest/ })).toBeVisible();
  await page.getByLabel('New commission, in percent').fill('12.5');
  await page.getByRole('button', { name: 'Announce 12.5 %' }).press('Enter');
  const apply = page.getByRole('button', { name: 'Apply 12.5 %' });
  await expect(apply).toBeDisabled();

  await page.getByLabel('Wallet of the new owner').fill(OTHER_WALLET);
  await page.getByLabel(OTHER_WALLET).check();
  await page.getByRole('button', { name: 'Offer the node' }).press('Enter');
  await expect(page.getByText('Offered to')).toContainText(`/mine/node?id=${id}`);
  await page.getByRole('button', { name: 'Take the offer back' }).press('Enter');
  await expect(page.getByText('Offered to')).toBeHidden();
  await expectSound(page);

  await passTime(devnet, COOL_DOWN_S);
  await expect(apply).toBeEnabled();
  await apply.press('Enter');
  await expect(page.getByText('You keep 12.5 % of what')).toBeVisible();

  await page.getByLabel('Amount to take out', { exact: true }).fill('2500');
  await expect(page.getByText('less than 19,000 CAI')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Take out 2,500 CAI' })).toBeDisabled();
  const retire = page.getByRole('button', { name: 'Retire the node' });
  await expect(retire).toBeDisabled();
  await page.getByLabel(/^Type “retire”/).fill('retire');
  await retire.press('Enter');
  await expect(page.getByRole('heading', { name: 'Retired', exact: true })).toBeVisible();

  await passTime(devnet, COOL_DOWN_S);
  await page.getByRole('main').getByRole('link', { name: 'portfolio' }).click();
  const withdraw = page.getByRole('button', { name: 'Withdraw 21,000 CAI' });
  // The page reads the chain's time once a second.
  await expect(withdraw).toBeEnabled();
  await withdraw.press('Enter');
  await expect(page.getByText('No exits')).toBeVisible();
});

test('a miner key is backed up, and comes back from its file', async ({ page, devnet }) => {
  await page.goto(`${devnet.web.url}/mine/node`);
  const key = page.getByRole('region', { name: 'This browser’s miner key' });
  // The first of the card: a backup that is open below names another one until it is imported.
  const address = key.getByText(/^0x[\dA-Fa-f]{40}$/).first();
  const first = await address.textContent();
  const password = 'a cuckoo in every clock';
  await key.getByLabel('Password for the file').fill(password);
  await key.getByLabel('Password again').fill(password);
  await key.getByRole('button', { name: 'Make the backup' }).press('Enter');
  const saving = page.waitForEvent('download');
  await key.getByRole('link', { name: 'Save the file' }).click();
  const file = await (await saving).path();

  // The page may still have it open: then it goes with the page.
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const deleting = indexedDB.deleteDatabase('cuckoo-miner-key');
        deleting.onsuccess = deleting.onblocked = () => resolve();
        deleting.onerror = () => reject(deleting.error);
      }),
  );
  await page.reload();
  await expect(address).toBeVisible();
  expect(await address.textContent()).not.toBe(first);
  await key.getByLabel('Backup file').setInputFiles(file);
  await key.getByLabel('Its password').fill('another password');
  await key.getByRole('button', { name: 'Open the file' }).press('Enter');
  await expect(key.getByText('The password does not open this file.')).toBeVisible();
  await key.getByLabel('Its password').fill(password);
  await key.getByRole('button', { name: 'Open the file' }).press('Enter');
  await expect(key.getByText(`The file holds the key ${first}`)).toBeVisible();
  await expect(key.getByText('It is another key than this browser’s')).toBeVisible();
  await key.getByRole('button', { name: 'Import the key' }).press('Enter');
  await expect(address).toHaveText(first!);
  await expectSound(page);
});

test('a node goes to another owner, who votes for it and accepts it', async ({ page, browser, devnet }) => {
  await page.goto(devnet.web.url);
  await connectDevnetWallet(page);
  await takeDrip(page, devnet.web.url);
  await registerTab(page, devnet.web.url, { name: 'Heirloom' });
  const node = await newestMiner(devnet);

  const other = await (await browser.newContext()).newPage();
  await other.goto(devnet.web.url);
  await connectDevnetWallet(other);
  await takeDrip(other, devnet.web.url);
  const heir = await other.getByLabel('Address').inputValue();
  await other.goto(`${devnet.web.url}/mine/node?id=${node.id}`);
  await expect(other.getByRole('heading', { name: 'This node is not yours' })).toBeVisible();

  await page.goto(`${devnet.web.url}/mine/node`);
  await page.getByLabel('Wallet of the new owner').fill(heir);
  await page.getByLabel(heir).check();
  await page.getByRole('button', { name: 'Offer the node' }).press('Enter');
  await expect(page.getByText('Offered.', { exact: true })).toBeVisible();

  const accept = other.getByRole('button', { name: 'Accept the node' });
  await expect(accept).toBeDisabled();
  await other.getByRole('button', { name: 'Vote with 20,000 CAI' }).press('Enter');
  await expect(accept).toBeEnabled();
  await accept.press('Enter');
  await expect(other.getByRole('heading', { name: /^Heirloom/ })).toBeVisible();
  await expect(other.getByText('its former owner has that key')).toBeVisible();
  await page.goto(`${devnet.web.url}/portfolio`);
  await expect(page.getByRole('listitem', { name: `node “Heirloom” (${node.id})` })).toContainText(
    'Your votes',
  );
  await other.context().close();
});
