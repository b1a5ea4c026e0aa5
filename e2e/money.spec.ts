import { connectDevnetWallet, takeDrip } from '#devnet/browser/minerTab.ts';
import { passTime } from './chainControl.ts';
import { expect, test } from './devnet.ts';

/** A newcomer's money: wallet, faucet, stake, vote, and the way out again. */
test.describe.configure({ mode: 'serial' });

const COOL_DOWN_S = 60 * 60;

test('the faucet gives CAI and gas once a period and says when the next drip is possible', async ({
  page,
  devnet,
}) => {
  await page.goto(devnet.web.url);
  await connectDevnetWallet(page);
  await takeDrip(page, devnet.web.url);
  await expect(page.getByText('25,000 CAI').first()).toBeVisible();
  await expect(page.getByText(/^The faucet pays this address again at /)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Get CAI and gas' })).toBeDisabled();

  const address = await page.getByLabel('Address').inputValue();
  const answer = await fetch(`${devnet.coordinator.apiUrl}/v1/faucet`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ address }),
  });
  expect(answer.status).toBe(409);
  expect(await answer.json()).toMatchObject({ error: { code: 'drip_too_soon' } });
});

test('a miner’s steps give the free CAI and gas themselves, and a reload goes on with the next step', async ({
  page,
  devnet,
}) => {
  await page.goto(`${devnet.web.url}/mine`);
  await connectDevnetWallet(page);
  await page.getByRole('main').getByRole('button', { name: 'Get CAI and gas' }).click();
  const register = page.getByRole('listitem', { name: 'Registration: next' });
  await expect(register.getByRole('button', { name: /^Register with / })).toBeVisible();
  await page.reload();
  await expect(register.getByRole('button', { name: /^Register with / })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Get CAI and gas' })).toHaveCount(0);
});

test('a wallet stakes with one signature and withdraws after the cool-down', async ({ page, devnet }) => {
  await page.goto(devnet.web.url);
  await connectDevnetWallet(page);
  await takeDrip(page, devnet.web.url);
  await page.goto(`${devnet.web.url}/stake`);

  await page.getByLabel('Amount to stake', { exact: true }).fill('1000');
  const stake = page.getByRole('button', { name: /^Stake ([\d,]+ )?CAI$/ });
  await expect(stake).toHaveText('Stake 1,000 CAI');
  const stakeCard = page.getByRole('region', { name: 'Stake', exact: true });
  await expect(stakeCard).toContainText(
    /After this: 1,000 CAI of idle stake, earning about [\d,.]+ CAI a day/,
  );
  await stake.press('Enter');
  await expect(page.getByText('Staked.', { exact: true })).toBeVisible();
  await expect(stake).toBeFocused();
  const amounts = page.locator('dl[aria-label="Your CAI"]');
  await expect(amounts).toContainText('24,000');
  await expect(amounts).toContainText('1,000');

  await page.getByLabel('Amount to unstake', { exact: true }).fill('2000');
  await expect(page.getByRole('button', { name: 'Unstake CAI' })).toBeDisabled();
  await page.getByLabel('Amount to unstake', { exact: true }).fill('400');
  await page.getByRole('button', { name: 'Unstake 400 CAI' }).click();
  await expect(page.getByText('Unstaked. The cool-down has started.')).toBeVisible();
  await page.getByRole('link', { name: 'portfolio', exact: true }).click();
  await expect(page.getByLabel('Cool-down of 400 CAI')).toContainText(/ min( \d+ s)?$/);
  const withdraw = page.getByRole('button', { name: 'Withdraw 400 CAI' });
  await expect(withdraw).toBeDisabled();

  await passTime(devnet, COOL_DOWN_S + 1);
  await expect(withdraw).toBeEnabled();
  await withdraw.press('Enter');
  await expect(page.getByText('No exits')).toBeVisible();
  // What was used has left the page with its exit.
  await expect(page.getByRole('region', { name: 'Leaving' })).toBeFocused();

  const claim = page.getByRole('button', { name: /^Claim / });
  await expect(claim).toBeEnabled();
  await claim.press('Enter');
  await expect(page.getByText('Claimed: the CAI is in your wallet.')).toBeVisible();
  await page.goto(`${devnet.web.url}/stake`);
  await expect(amounts).toContainText('24,40');
});

test('a wallet votes for a coordinator and takes part of its vote back', async ({ page, devnet }) => {
  await page.goto(devnet.web.url);
  await connectDevnetWallet(page);
  await takeDrip(page, devnet.web.url);
  // An old bookmark still leads there.
  await page.goto(`${devnet.web.url}/vote`);
  await expect(page).toHaveURL(/\/nodes$/);

  // Miners’ rows name the coordinator too, as the source of their audits.
  const link = page.getByRole('link', { name: 'Devnet coordinator' });
  const row = page.getByRole('row').filter({ has: link });
  await expect(row).toContainText('2,000,000');
  await expect(row).toContainText('Active');
  await page.getByRole('button', { name: 'Vote for Devnet coordinator' }).click();
  const dialog = page.getByRole('dialog', { name: 'Vote for Devnet coordinator' });
  await dialog.getByLabel('Amount', { exact: true }).fill('5000');
  await expect(dialog).toContainText('After this: 5,000 CAI in Devnet coordinator, earning about');
  await expect(dialog).toContainText(/At most [\d,.]+ CAI of these 5,000 CAI can be lost/);
  await dialog.getByRole('button', { name: 'Vote with 5,000 CAI' }).click();
  await expect(dialog.getByText('Voted.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();
  const stake = row.getByRole('cell').last();
  await expect(stake).toContainText('5,000 CAI');
  await expect(row.getByRole('cell', { name: '5,000 CAI', exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Unvote Devnet coordinator' }).click();
  const back = page.getByRole('dialog', { name: 'Unvote Devnet coordinator' });
  await back.getByLabel('Amount', { exact: true }).fill('2000');
  await back.getByRole('button', { name: 'Take back 2,000 CAI' }).click();
  await expect(back.getByText(/^Unvoted\./)).toBeVisible();
  await back.getByRole('button', { name: 'Close' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Unvote Devnet coordinator' })).toBeFocused();
  await expect(stake).toContainText('3,000 CAI');

  await row.getByRole('link', { name: 'Devnet coordinator' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Devnet coordinator' })).toBeVisible();
  const position = page.getByRole('region', { name: 'Your position' });
  await expect(position).toContainText('3,000');
  await expect(position).toContainText('2,000');

  await page.goto(`${devnet.web.url}/portfolio`);
  await expect(page.getByLabel('Cool-down of 2,000 CAI')).toBeVisible();
  await expect(page.getByText('From node “Devnet coordinator” (1).')).toBeVisible();
});
