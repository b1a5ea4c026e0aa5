import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { parseEther } from 'viem';
import { connectDevnetWallet } from '#devnet/browser/minerTab.ts';
import { type CoordinatorProcess, startCoordinator } from '#devnet/coordinatorProcess.ts';
import { freePort } from '#devnet/ports.ts';
import { apiReceiptSchema } from '#protocol/messages/api.ts';
import { axeViolations } from './accessibility.ts';
import { tokensOf } from './chainControl.ts';
import { expect, test } from './devnet.ts';
import { MINING_TIMEOUT_MS, openMiner } from './miner.ts';

/** A stranger becomes a coordinator: key, registration in the browser, process, and a task for a tab. */
test.describe.configure({ mode: 'serial' });

const PASSPHRASE = 'a second cuckoo clock';
const PHONE = { width: 320, height: 700 };
const exec = promisify(execFile);

let folder: string;
let ports: { api: number; relay: number };
let page: Page;
let keyFile: string;
let second: CoordinatorProcess | undefined;

/** A command of this project, as it is typed in a terminal. */
async function inTerminal(networkFile: string, script: string, ...args: string[]): Promise<string> {
  const more = { ...process.env, CUCKOO_NETWORK: networkFile, COORDINATOR_KEY_FILE: keyFile };
  return (
    await exec(process.execPath, ['--import', 'tsx', script, ...args], {
      env: { ...more, COORDINATOR_PASSPHRASE: PASSPHRASE },
    })
  ).stdout;
}

/** What makes the page scroll sideways: the elements that end beyond the screen. */
const tooWide = (shown: Page) =>
  shown.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.querySelectorAll('main *')]
      .filter((element) => element.getBoundingClientRect().right > clientWidth)
      .map(({ outerHTML }) => outerHTML.slice(0, 100));
  });

test.beforeAll(async ({ browser }) => {
  folder = await mkdtemp(join(tmpdir(), 'cuckoo-second-'));
  keyFile = join(folder, 'keys', 'coordinator.json');
  ports = { api: await freePort(), relay: await freePort() };
  page = await browser.newPage();
});
test.afterAll(async () => {
  await second?.stop();
  await page.close();
  await rm(folder, { recursive: true, force: true });
});

test('a wallet registers a coordinator with a key that was made in a terminal', { tag: '@long' }, async ({
  devnet,
}) => {
  test.setTimeout(180_000);
  const { networkFile } = devnet.chain;
  await page.goto(`${devnet.web.url}/coordinate`);
  await connectDevnetWallet(page);
  const steps = page.getByRole('list', { name: 'Steps to a coordinator' });
  const stake = steps.getByRole('listitem', { name: 'CAI for the bond: next' });
  await expect(stake).toContainText('You need 2,000,000 CAI more');
  expect(await axeViolations(page, 'body')).toEqual([]);
  const command = (await stake.locator('.command').textContent())!;
  const owner = /0x[0-9a-fA-F]{40}/.exec(command)![0] as `0x${string}`;
  await inTerminal(networkFile, 'src/devnet/fund.ts', owner);
  await expect(steps.getByRole('listitem', { name: 'Operator key: next' })).toBeVisible();

  const origin = devnet.web.url;
  const newKey = (...more: string[]) =>
    inTerminal(networkFile, 'src/coordinator/command.ts', 'keys', 'new', '--owner', owner, ...more);
  const made = await newKey('--dapp', origin);
  const field = page.getByLabel('Consent of the operator key');
  await field.fill('chain=1');
  await expect(page.getByText('This is not a consent.')).toBeVisible();
  const link = made.split('\n').find((line) => line.startsWith(origin))!;
  await page.goto(link);
  await expect(page).toHaveURL(/\/coordinate$/);
  await expect(steps.getByRole('listitem', { name: 'Operator key: done' })).toBeVisible();

  await page.getByLabel('Name of the coordinator').fill('Second coordinator');
  const url = page.getByLabel('Address of its HTTP API');
  // The first coordinator's address belongs to another key.
  await url.fill(devnet.coordinator.apiUrl);
  const tryIt = page.getByRole('button', { name: 'Try it from this browser' });
  await tryIt.click();
  await expect(page.getByText(/^Another coordinator answers there/)).toBeVisible();
  await url.fill(`http://127.0.0.1:${ports.api}`);
  await tryIt.press('Enter');
  await expect(page.getByText(/^Nothing answers there yet/)).toBeVisible();

  await page.getByLabel('Commission').selectOption('5 %');
  const bond = page.getByLabel('Bond', { exact: true });
  await bond.fill('2000001');
  // A reload forgets nothing, and neither does a wallet that goes and comes back.
  const remembered = async () => {
    await expect(steps.getByRole('listitem', { name: 'Registration: next' })).toBeVisible();
    await expect(page.getByLabel('Commission')).toHaveValue('5');
    await expect(bond).toHaveValue('2000001');
  };
  await page.reload();
  await remembered();
  await page.getByRole('button', { name: /^0x/ }).click();
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await connectDevnetWallet(page);
  await remembered();
  await bond.fill('2000000');
  await page.setViewportSize(PHONE);
  expect(await tooWide(page)).toEqual([]);
  await page.getByRole('button', { name: 'Register with 2,000,000 CAI' }).press('Enter');
  const running = page.getByRole('region', { name: 'The running coordinator' });
  await expect(running).toContainText('Not reached');
  // Without the process the page shows what the chain knows, and how to go on.
  await expect(page.getByRole('region', { name: 'Voters by stake' })).toContainText('2,000,000');
  // A lost key is replaced by another one.
  keyFile = join(folder, 'keys', 'another.json');
  const another = await newKey();
  const operator = /Operator key: (0x\w{40})/.exec(another)![1]!;
  await page.getByText('Replace the key of the node').click();
  await field.fill(another.split('\n').find((line) => line.startsWith('chain='))!);
  // Not by its key: the page first checks the consent.
  await page.getByRole('button', { name: 'Replace the key', exact: true }).click();
  await expect(page.getByText('Replaced. Start the coordinator with the new key.')).toBeVisible();
  const key = page.getByRole('region', { name: 'The operator key needs money' });
  await expect(key).toContainText(operator);
  await inTerminal(networkFile, 'src/devnet/fund.ts', operator, '5000');
  await expect(key).toBeHidden();
  expect(await tokensOf(devnet, operator as `0x${string}`)).toBe(parseEther('5000'));
  expect(await tooWide(page)).toEqual([]);
  expect(await axeViolations(page, 'body')).toEqual([]);
});

test('its process serves a task that a tab works on', { tag: '@long' }, async ({ browser, devnet }) => {
  test.setTimeout(MINING_TIMEOUT_MS + 300_000);
  second = await startCoordinator({
    ...{ networkFile: devnet.chain.networkFile, keyFile, folder, apiPort: ports.api, relayPort: ports.relay },
    env: { COORDINATOR_PASSPHRASE: PASSPHRASE, AUDITS: 'off' },
  });
  const running = page.getByRole('region', { name: 'The running coordinator' });
  await expect(running).toContainText('It answers with this key.', { timeout: 30_000 });
  await expect(running).toContainText('opens from this browser.');

  const nodes = await browser.newPage();
  await nodes.goto(`${devnet.web.url}/nodes`);
  const row = nodes.getByRole('row').filter({ has: nodes.getByRole('link', { name: 'Second coordinator' }) });
  await expect(row).toContainText('Active');
  await nodes.close();

  const miner = await openMiner(browser, devnet, { name: 'Its miner', without: ['Icons 128'] });
  const coordinators = miner.page.getByRole('list', { name: 'Coordinators' });
  await expect(coordinators.getByRole('listitem').filter({ hasText: 'Second coordinator' })).toContainText(
    'Connected',
  );
  const answer = await fetch(`${second.apiUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'stories15m',
      messages: [{ role: 'user', content: 'Lily found a clock' }],
      max_tokens: 4,
    }),
  });
  expect(answer.status).toBe(200);
  const { cuckoo } = (await answer.json()) as { cuckoo: unknown };
  expect(apiReceiptSchema.parse(cuckoo).miner).toBe(miner.operator);
  await expect(running.locator('.figure').filter({ hasText: 'Miners online' })).toContainText('1');
  const money = page.getByRole('region', { name: 'Money' });
  await expect(money.getByRole('row').filter({ hasText: miner.operator.slice(0, 6) })).toBeVisible({
    timeout: 60_000,
  });
  await miner.context.close();
});

// Journeys that follow on this chain expect one coordinator.
test('its owner closes it, and nobody asks it any more', { tag: '@long' }, async ({ browser, devnet }) => {
  await page.getByLabel(/^Type “retire”/).fill('retire');
  await page.getByRole('button', { name: 'Retire the node' }).click();
  const nodes = await browser.newPage();
  await nodes.goto(`${devnet.web.url}/nodes`);
  await expect(nodes.getByRole('link', { name: 'Devnet coordinator' })).toBeVisible();
  await expect(nodes.getByRole('link', { name: 'Second coordinator' })).toHaveCount(0);
  await nodes.close();
});
