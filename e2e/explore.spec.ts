import type { Page } from '@playwright/test';
import { connectDevnetWallet, registerTab, takeDrip } from '#devnet/browser/minerTab.ts';
import type { ApiNodeRecords } from '#protocol/messages/apiNode.ts';
import { axeViolations } from './accessibility.ts';
import {
  addMiner,
  type ChainNode,
  convict,
  payFor,
  retire,
  setCommission,
  takeOut,
  voteFor,
} from './chainNodes.ts';
import { expect, test } from './devnet.ts';

/** The list of all nodes and the page of each, over nodes of every kind. */
test.describe.configure({ mode: 'serial' });

/** “Good” ends at 0.1; this page has no reason to shift at all. */
const MOST_SHIFT = 0.02;
/** A narrow phone. */
const NARROW = { width: 320, height: 700 };
let ann: ChainNode;
let bob: ChainNode;
let eve: ChainNode;

test.beforeAll(async ({ devnet }) => {
  ann = await addMiner(devnet, 'Ann’s workshop', 500);
  bob = await addMiner(devnet, 'Bob', 1_000);
  eve = await addMiner(devnet, 'Eve', 0);
  const dan = await addMiner(devnet, 'Dan', 0);
  const old = await addMiner(devnet, 'Old miner', 0);
  await voteFor(devnet, ann, 40_000);
  await voteFor(devnet, eve, 10_000);
  await payFor(devnet, ann, 20);
  await setCommission(devnet, bob, 2_500);
  await takeOut(devnet, dan, 8_000);
  await retire(devnet, old);
  await convict(devnet, eve);
});

// They are nobody's tabs: the draws of later journeys on this chain would call them.
test.afterAll(async ({ devnet }) => {
  for (const node of [ann, bob]) await retire(devnet, node);
});

/** What the coordinator would say of ann, had she worked for it. */
async function tellRecord(page: Page): Promise<void> {
  const results = { waiting: 1, due: 0, skipped: 90, passed: 38, unchecked: 0, withheld: 1, disputed: 1 };
  await page.route('**/v1/network/nodes?*', async (route) => {
    const after = BigInt(new URL(route.request().url()).searchParams.get('after')!);
    const calls = { sent: 140, answered: 131 };
    const record = { object: 'node_record', online: true, last_seen_at: null, calls, results } as const;
    const data = after < ann.id ? [{ node: String(ann.id), ...record }] : [];
    const json: ApiNodeRecords = { object: 'list', data, has_more: false };
    await route.fulfill({ json, headers: { 'access-control-allow-origin': '*' } });
  });
}

const rowOf = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
/** The rows' names, top to bottom. */
const namesOf = (page: Page) => page.getByRole('rowheader').getByRole('link').allInnerTexts();

async function expectSound(page: Page): Promise<void> {
  expect(await axeViolations(page, 'body')).toEqual([]);
  await page.setViewportSize(NARROW);
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(beyond).toBeLessThanOrEqual(0);
  expect(await axeViolations(page, 'body')).toEqual([]);
}

test('the list shows every node that is open, with its state in words', async ({ page, devnet }) => {
  await tellRecord(page);
  await page.goto(`${devnet.web.url}/nodes`);
  const row = rowOf(page, 'Ann’s workshop');
  await expect(row).toContainText('Working');
  await expect(row).toContainText('40,000');
  await expect(row).toContainText('38 of 40 audits passed, 1 disputed, 1 withheld');
  await expect(row).toContainText('online, says Devnet coordinator');
  await expect(rowOf(page, 'Bob')).toContainText('25 % from');
  await expect(rowOf(page, 'Dan')).toContainText('Takes no votes until its owner adds to the bond.');
  await expect(rowOf(page, 'Eve')).toContainText('Lost 6,000 CAI in 1 slash');
  await expect(rowOf(page, 'Eve')).toContainText('Takes no votes while it is in jail.');
  await expect(page.getByRole('button', { name: /^Vote for (Dan|Eve)$/ })).toHaveCount(0);
  await expect
    .poll(() => namesOf(page))
    .toEqual(['Devnet coordinator', 'Ann’s workshop', 'Bob', 'Eve', 'Dan']);
  await expectSound(page);
});

test('the list is sorted, filtered and searched by keyboard, and its address can be shared', async ({
  page,
  devnet,
}) => {
  await page.goto(`${devnet.web.url}/nodes`);
  await expect(rowOf(page, 'Bob')).toBeVisible();
  const head = page.getByRole('columnheader', { name: 'Commission' });
  await head.getByRole('button').press('Enter');
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  await expect(head.getByRole('button')).toBeFocused();
  await head.getByRole('button').press('Enter');
  await expect(head).toHaveAttribute('aria-sort', 'descending');
  await expect(page).toHaveURL(/\?sort=commission&order=descending$/);
  await page.getByLabel('Role').selectOption('Miners');
  await expect.poll(() => namesOf(page)).toEqual(['Bob', 'Ann’s workshop', 'Eve', 'Dan']);

  await page.getByLabel('State').selectOption('Slashed');
  await expect.poll(() => namesOf(page)).toEqual(['Eve']);
  await page.getByLabel('State').selectOption('Retired');
  await expect.poll(() => namesOf(page)).toEqual(['Old miner']);
  await page.getByLabel('State').selectOption('All except retired');
  await page.getByLabel('Search').fill('WORK');
  await expect.poll(() => namesOf(page)).toEqual(['Ann’s workshop']);

  await page.goto(page.url());
  await expect.poll(() => namesOf(page)).toEqual(['Ann’s workshop']);
  await expect(page.getByLabel('Search')).toHaveValue('WORK');
  await page.getByLabel('Search').fill('nobody');
  await page.getByRole('button', { name: 'Show all nodes' }).click();
  await expect(rowOf(page, 'Bob')).toBeVisible();
  await expect(page).toHaveURL(/\/nodes$/);
});

for (const viewport of [
  { width: 390, height: 844 },
  { width: 1280, height: 900 },
]) {
  test(`nothing moves in the list of ${viewport.width} pixels while names and audits arrive`, async ({
    page,
    devnet,
  }) => {
    await page.setViewportSize(viewport);
    let answer: () => void = () => undefined;
    const late = new Promise<void>((resolve) => (answer = resolve));
    await tellRecord(page);
    await page.route('**/v1/network/nodes?*', async (route) => {
      await late;
      await route.fallback();
    });
    await page.addInitScript(() => {
      const shifts: { value: number; moved: string[] }[] = [];
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & {
          value: number;
          sources: { node: Node | null }[];
        })[]) {
          const moved = entry.sources.map(({ node }) => String(node?.textContent).slice(0, 80));
          shifts.push({ value: entry.value, moved });
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(`${devnet.web.url}/nodes`);
    await expect(rowOf(page, 'Ann’s workshop')).toContainText('Asking coordinators…');
    answer();
    await expect(rowOf(page, 'Ann’s workshop')).toContainText('38 of 40 audits passed');
    const shifts = await page.evaluate(
      () => (window as unknown as { shifts: { value: number; moved: string[] }[] }).shifts,
    );
    const total = shifts.reduce((sum, { value }) => sum + value, 0);
    expect(total, JSON.stringify(shifts, null, 1)).toBeLessThan(MOST_SHIFT);
  });
}

test('nodes are compared side by side, by keyboard, at an address that can be shared', async ({
  page,
  devnet,
}) => {
  await tellRecord(page);
  await page.goto(`${devnet.web.url}/nodes`);
  const tick = (name: string) => page.getByRole('checkbox', { name: `Compare ${name}`, exact: true });
  const compare = page.getByRole('button', { name: 'Compare', exact: true });
  await expect(compare).toBeDisabled();
  for (const name of ['Ann’s workshop', 'Bob', 'Eve', 'Devnet coordinator']) {
    await tick(name).focus();
    await tick(name).press('Space');
  }
  await expect(page.getByText('4 nodes are ticked, as many as fit.')).toBeVisible();
  await expect(tick('Dan')).toBeDisabled();
  await tick('Devnet coordinator').press('Space');
  await expect(tick('Dan')).toBeEnabled();
  expect(await axeViolations(page, 'body')).toEqual([]);
  await compare.press('Enter');

  await expect(page).toHaveURL(new RegExp(`\\?compare=${ann.id},${bob.id},${eve.id}$`));
  await expect(page.getByRole('heading', { name: 'Side by side' })).toBeFocused();
  const line = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) });
  await expect(line('Votes')).toContainText(/40,000 CAI.*0 CAI.*8,000 CAI/);
  await expect(line('Commission')).toContainText('25 % from');
  await expect(line('Audits')).toContainText('38 of 40 audits passed, 1 disputed, 1 withheld');
  await expect(line('Calls answered')).toContainText('93.6 % of 140 calls answered');
  await expect(line('Slashes')).toContainText(/Never slashed.*Lost 6,000 CAI in 1 slash/);
  await expect(line('1,000 CAI in a year')).toContainText(/[\d,.]+ CAI.*[\d,.]+ CAI.*0 CAI/);
  await page.getByRole('button', { name: 'Remove Eve from the comparison' }).press('Enter');
  await expect(page).toHaveURL(new RegExp(`\\?compare=${ann.id},${bob.id}$`));

  // What is shared shows the same to whoever opens it.
  await page.goto(page.url());
  await expect(page.getByRole('columnheader').getByRole('link')).toHaveText(['Ann’s workshop', 'Bob']);
  await expectSound(page);
  await page.getByRole('button', { name: 'Back to the list' }).press('Enter');
  await expect(page).toHaveURL(/\/nodes$/);
  await expect(tick('Ann’s workshop')).toBeChecked();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Side by side' })).toBeVisible();
});

test('a comparison says which of its nodes do not exist', async ({ page, devnet }) => {
  await page.goto(`${devnet.web.url}/nodes?compare=${ann.id},999`);
  await expect(page.getByText('No node has the number 999.')).toBeVisible();
  await expect(page.getByRole('columnheader').getByRole('link')).toHaveText(['Ann’s workshop']);
});

test('an owner takes bond out of its own node, and is told before that it stops', async ({
  page,
  devnet,
}) => {
  await page.goto(devnet.web.url);
  await connectDevnetWallet(page);
  await takeDrip(page, devnet.web.url);
  await registerTab(page, devnet.web.url, { name: 'My own' });
  await page.goto(`${devnet.web.url}/nodes`);
  await page.getByRole('button', { name: 'Take out bond of My own' }).click();
  const dialog = page.getByRole('dialog', { name: 'Take bond out of My own' });
  const amount = dialog.getByLabel('Amount', { exact: true });
  await amount.fill('900');
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  await amount.fill('3000');
  await expect(dialog.getByRole('alert')).toHaveText(
    /^The node would stop: a bond of 17,000 CAI is below the minimum/,
  );
  await dialog.getByRole('button', { name: 'Take 3,000 CAI out of the bond' }).click();
  await expect(dialog.getByText(/^Taken out\./)).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(rowOf(page, 'My own')).toContainText('Below bond');
  await expect(page.getByRole('button', { name: 'Add bond to My own' })).toBeVisible();
});

test('a node’s page tells what a vote earns, and how that is computed', async ({ page, devnet }) => {
  await tellRecord(page);
  await page.goto(`${devnet.web.url}/nodes/${ann.id}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Ann’s workshop' })).toBeVisible();
  const earns = page.getByRole('region', { name: 'What a vote earns' });
  await expect(earns).toContainText(/Working[\d,.]+ % a year/);
  await earns.getByText('How this is computed').press('Enter');
  await expect(earns).toContainText('2, because this node works');
  const audits = page.getByRole('region', { name: 'Audits', exact: true });
  await expect(audits.getByRole('row', { name: 'Devnet coordinator' })).toContainText(/131.*40.*38.*1/);
  await expect(page.getByRole('region', { name: 'Stake', exact: true })).toContainText('40,000 CAI');
  await expectSound(page);
});

test('a node’s page tells what a slash cost its voters', async ({ page, devnet }) => {
  await page.goto(`${devnet.web.url}/nodes/${eve.id}`);
  const faults = page.getByRole('region', { name: 'Slashes and cases' });
  // A fifth of 30,000 CAI, a third of which were votes.
  await expect(faults).toContainText('6,000 CAI taken, 2,000 CAI of it from voters');
  await expect(faults).toContainText('a jury found one of its results wrong');
  await expectSound(page);
});

test('a page for no node says so', async ({ page, devnet }) => {
  for (const id of ['999', '0', 'ann', '99999999']) {
    await page.goto(`${devnet.web.url}/nodes/${id}`);
    await expect(page.getByRole('heading', { level: 1, name: 'No such node' })).toBeVisible();
  }
  await page.getByRole('link', { name: 'See all nodes' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Explore' })).toBeVisible();
});

test('a coordinator that forges a case and its verdict is not believed', async ({ page, devnet }) => {
  const jury = { round: 0, votes: { wrong: 12 }, seats: 12, quorum: 6, deposit_cai: '300' };
  const forged = { id: '1', object: 'case', state: 'settled', verdict: 'wrong', node: String(ann.id), jury };
  const list = { object: 'list', data: [forged], has_more: false };
  await page.route('**/v1/cases?*', (route) => route.fulfill({ json: list }));
  await page.route('**/v1/cases/1', (route) => route.fulfill({ json: forged }));
  await page.goto(`${devnet.web.url}/trust`);
  await expect(page.getByText('No result was ever disputed')).toBeVisible();
  await page.goto(`${devnet.web.url}/cases/1`);
  await expect(page.getByRole('heading', { level: 1, name: 'No such case' })).toBeVisible();
  await expectSound(page);
});

test('without its coordinator the list shows what the chain knows, and says what is missing', async ({
  page,
  devnet,
}) => {
  await page.route('**/v1/network/nodes?*', (route) => route.abort());
  await page.goto(`${devnet.web.url}/nodes`);
  await expect(rowOf(page, 'Ann’s workshop')).toContainText('40,000');
  const missing = page.getByRole('alert').filter({ hasText: 'Devnet coordinator does not answer' });
  await expect(missing).toContainText('All else is from the chain.');
  await page.unroute('**/v1/network/nodes?*');
  await missing.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('Audits: from 1 coordinator')).toBeVisible();
});
