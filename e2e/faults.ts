import { once } from 'node:events';
import { chromium } from '@playwright/test';
import { parseEther } from 'viem';
import { launchOptions } from '#devnet/browser/browser.ts';
import { waitUntilMining } from '#devnet/browser/minerTab.ts';
import type { Devnet } from '#devnet/devnet.ts';
import { makeImage, orderImage, readTask } from './api.ts';
import { jail, minersOf, passTime } from './chainControl.ts';
import { expect, test } from './devnet.ts';
import { closeMiner, MINING_TIMEOUT_MS, type MinerTab, openMiner, TAB_TIMEOUT_MS } from './miner.ts';

/** Steps of a task that must still be running at the fault: ten seconds or more with the software adapter. */
const LONG = 12;
const JAIL_S = 3_600;
const STEP_PRICE = parseEther('0.1');

/** CAI earned, as the miner's page shows it. */
async function earnedOn({ page }: MinerTab): Promise<number> {
  const text = await page.locator('dl[aria-label="Earnings in CAI"]').innerText();
  return Number(/Earned\s+([\d,.]+)/.exec(text)![1]!.replaceAll(',', ''));
}

const coordinatorsOf = ({ page }: MinerTab) => page.getByRole('list', { name: 'Coordinators' });

/** `HH:MM` so many hours from now, by this machine's clock, which is the browser's. */
const timeIn = (hours: number) => new Date(Date.now() + hours * 3_600_000).toTimeString().slice(0, 5);

/**
 * What happens when a tab dies or is loaded again, the coordinator is killed, or a miner may no longer work.
 * @param mining the tab that mines already, the only one; a second one is opened beside it
 */
export function testFaults(mining: () => MinerTab): void {
  test.describe('faults', () => {
    test.describe.configure({ mode: 'serial', timeout: 900_000 });

    let devnet: Devnet;
    let first: MinerTab;
    let second: MinerTab;
    /** The one that still mines after the other was closed. */
    let left: MinerTab;

    test.beforeAll(async ({ browser, devnet: shared }) => {
      test.setTimeout(TAB_TIMEOUT_MS);
      devnet = shared;
      first = mining();
      second = await openMiner(browser, devnet, { name: 'Second tab', without: ['Stories 15M'] });
    });

    test.afterAll(async () => {
      if (second !== undefined) await closeMiner(devnet, second);
    });

    /** Waits until one of the tasks runs. */
    const oneRunning = (ids: string[]) =>
      expect
        .poll(
          async () => (await Promise.all(ids.map((id) => readTask(devnet, id)))).map(({ status }) => status),
          {
            timeout: 60_000,
          },
        )
        .toContain('running');

    // Its restart alone is tried by src/coordinator/restart.test.ts.
    test('running and queued tasks each end once after the coordinator is killed and restarted', {
      tag: '@long',
    }, async () => {
      const earned = async () => (await earnedOn(first)) + (await earnedOn(second));
      const before = await earned();
      const orders = [];
      for (let i = 0; i < 3; i++)
        orders.push(await orderImage(devnet, { prompt: `flat fox ${i}`, steps: 2 }));
      await oneRunning(orders.map(({ id }) => id));
      const killed = once(devnet.coordinator.process, 'exit');
      devnet.coordinator.process.kill('SIGKILL');
      await killed;
      await Promise.all(orders.map(({ events }) => events));
      await devnet.restartCoordinator();

      for (const { id } of orders) {
        await expect
          .poll(async () => (await readTask(devnet, id)).status, { timeout: 300_000, intervals: [1_000] })
          .toBe('done');
      }
      const tasks = await Promise.all(orders.map(({ id }) => readTask(devnet, id)));
      for (const task of tasks)
        expect(task.attempts.filter(({ outcome }) => outcome === 'delivered')).toHaveLength(1);
      const due = Number(STEP_PRICE * 3n * 2n) / 1e18;
      await expect.poll(earned, { timeout: 60_000 }).toBeCloseTo(before + due, 9);
    });

    /** The tab that draws now. */
    async function drawingTab(): Promise<MinerTab> {
      let drawing: MinerTab | undefined;
      await expect
        .poll(
          async () => {
            for (const tab of [first, second]) {
              if (await tab.page.getByText('Mining: drawing with icons128').isVisible()) drawing = tab;
            }
            return drawing?.name;
          },
          { timeout: 60_000 },
        )
        .toBeDefined();
      return drawing!;
    }

    test('another miner finishes and is paid for the task of a tab that is closed', async () => {
      const pending = makeImage(devnet, { prompt: 'red apple', steps: LONG });
      const worker = await drawingTab();
      const other = worker === first ? second : first;
      const before = await earnedOn(other);
      await worker.context.close();
      const { receipt } = await pending;
      expect(receipt.miner).toBe(other.operator);
      const { attempts } = await readTask(devnet, receipt.task_id);
      expect(attempts.map(({ miner, outcome }) => [miner, outcome])).toEqual([
        [worker.operator, 'away'],
        [other.operator, 'delivered'],
      ]);
      const due = Number(STEP_PRICE * BigInt(LONG)) / 1e18;
      await expect.poll(() => earnedOn(other)).toBeCloseTo(before + due, 9);
      left = other;
    });

    /** Orders an image, expects its task to wait with a note that says why, and cancels it. */
    async function expectNobodyWorks(): Promise<void> {
      const { id, key } = await orderImage(devnet, { prompt: 'yellow star', steps: 1 });
      await expect.poll(async () => (await readTask(devnet, id)).note).toMatch(/No miner/);
      const task = `${devnet.coordinator.apiUrl}/v1/tasks/${id}?key=${key}`;
      const cancelled = await fetch(task, { method: 'DELETE' });
      expect(await cancelled.json()).toMatchObject({ status: 'cancelled', attempts: [] });
    }

    test('an under-staked miner gets no task and sees why, until its bond is topped up', async () => {
      const wallet = await left.context.newPage();
      await wallet.goto(`${devnet.web.url}/nodes`);
      await wallet.getByRole('button', { name: `Take out bond of ${left.name}` }).click();
      const dialog = wallet.getByRole('dialog', { name: `Take bond out of ${left.name}` });
      await dialog.getByLabel('Amount', { exact: true }).fill('3000');
      await expect(dialog.getByText(/^The node would stop: a bond of 17,000 CAI/)).toBeVisible();
      await dialog.getByRole('button', { name: 'Take 3,000 CAI out of the bond' }).click();
      await expect(dialog.getByText(/^Taken out\./)).toBeVisible();
      await wallet.close();
      await expect(coordinatorsOf(left)).toContainText(
        'The stake behind this miner is below the minimum for miners. Add to the bond on the Mine page.',
      );
      await expectNobodyWorks();

      await left.page.getByRole('button', { name: 'Add 3,000 CAI to the bond' }).click();
      await expect(coordinatorsOf(left)).toContainText('Connected');
      expect((await makeImage(devnet, { prompt: 'yellow star', steps: 1 })).receipt.miner).toBe(
        left.operator,
      );
    });

    test('a jailed miner gets no task and sees why, until its owner unjails it after the term', async () => {
      const node = (await minersOf(devnet)).find(({ operator }) => operator === left.operator)!;
      await jail(devnet, node, JAIL_S);
      await expect(coordinatorsOf(left)).toContainText(
        'This miner is jailed after a fault and gets no tasks',
      );
      await expectNobodyWorks();

      await expect(left.page.getByRole('button', { name: 'Unjail the node' })).toBeDisabled();
      await passTime(devnet, JAIL_S + 1);
      await left.page.getByRole('button', { name: 'Unjail the node' }).click();
      await expect(coordinatorsOf(left)).toContainText('Connected');
    });

    test('a tab reloaded on another page says that mining has stopped, and resumes on the Mine page', {
      tag: '@long',
    }, async () => {
      const reminder = left.page.getByText('This browser was mining and has stopped.');
      await left.page.getByRole('link', { name: 'Stake' }).click();
      await expect(left.page.getByRole('img', { name: 'this tab is mining' })).toBeVisible();
      await expect(reminder).toBeHidden();
      await left.page.reload();
      await expect(reminder).toBeVisible();
      await left.page.getByRole('link', { name: 'Continue mining' }).click();
      await waitUntilMining(left.page, MINING_TIMEOUT_MS);
      expect((await makeImage(devnet, { prompt: 'red apple', steps: 1 })).receipt.miner).toBe(left.operator);
    });

    test('a tab with the rest setting on pauses while its page is used, then takes tasks again', async () => {
      const { page } = left;
      const work = page.getByRole('region', { name: 'This tab’s work' });
      await page.getByRole('checkbox', { name: 'Rest while I use this page' }).check();
      await page.mouse.move(10, 10);
      // “Why no work?” may be open, and says so too.
      await expect(
        work.getByRole('status').filter({ hasText: 'Paused while you use this page' }),
      ).toBeVisible();
      // Ordered while it rests: it is drawn once the page is left alone.
      const made = makeImage(devnet, { prompt: 'green apple', steps: 1 });
      await expect(work.getByText(/^Mining: /)).toBeVisible();
      expect((await made).receipt.miner).toBe(left.operator);
      await page.getByRole('checkbox', { name: 'Rest while I use this page' }).uncheck();
    });

    test('a tab takes no tasks outside its hours, over a reload, until the user asks for none', {
      tag: '@long',
    }, async () => {
      const { page } = left;
      const work = page.getByRole('region', { name: 'This tab’s work' });
      const paused = work.getByRole('status').filter({ hasText: 'Paused outside the hours that you chose' });
      await page.getByRole('checkbox', { name: 'Mine only at certain hours' }).check();
      await page.getByLabel('From', { exact: true }).fill(timeIn(2));
      await page.getByLabel('To', { exact: true }).fill(timeIn(3));
      await expect(paused).toBeVisible();
      await page.reload();
      await expect(paused).toBeVisible({ timeout: MINING_TIMEOUT_MS });
      await page.getByRole('checkbox', { name: 'Mine only at certain hours' }).uncheck();
      expect((await makeImage(devnet, { prompt: 'blue apple', steps: 1 })).receipt.miner).toBe(left.operator);
    });

    test('an unregistered tab cannot start mining and shows which step is missing', async ({ page }) => {
      await page.goto(`${devnet.web.url}/mine`);
      await expect(page.getByRole('listitem', { name: 'GPU: done' })).toBeVisible();
      await expect(page.getByRole('listitem', { name: 'Registration: later' })).toBeVisible();
      await expect(page.getByRole('button', { name: 'Start mining' })).toBeDisabled();
    });

    test('the Mine page of a browser without WebGPU says how to get it and cannot start mining', async () => {
      const options = launchOptions();
      const args = options.args.filter((flag) => flag !== '--enable-unsafe-webgpu');
      const browser = await chromium.launch({ ...options, args });
      const page = await browser.newPage();
      await page.goto(`${devnet.web.url}/mine`);
      const step = page.getByRole('listitem', { name: 'GPU: not possible' });
      await expect(step).toContainText(/WebGPU/);
      await expect(step).toContainText(/Vulkan/);
      await expect(page.getByRole('button', { name: 'Start mining' })).toBeDisabled();
      // A browser may give no GPU in its first seconds.
      const asked = page.evaluate(
        () =>
          new Promise<string>((resolve) => {
            GPU.prototype.requestAdapter = () => {
              resolve('again');
              return Promise.resolve(null);
            };
          }),
      );
      await page.getByRole('button', { name: 'Look again' }).click();
      expect(await asked).toBe('again');
      await browser.close();
    });
  });
}
