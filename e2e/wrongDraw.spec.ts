import { readClientOf } from '#chain/networkConfig.ts';
import { DEVNET, DEVNET_COORDINATOR } from '#devnet/chain/parameters.ts';
import type { Devnet } from '#devnet/devnet.ts';
import { TASK_HEADER } from '#protocol/messages/api.ts';
import { readTask } from './api.ts';
import { coordinatorOf, holdBlocks, nodeOf, sentFrom, tokensOf } from './chainControl.ts';
import { expect, temporaryDevnet, test } from './devnet.ts';
import { type FurtherCoordinator, startFurtherCoordinator } from './furtherCoordinator.ts';
import { lying } from './lies/lie.ts';
import { type MinerTab, openMiner } from './miner.ts';

const { minerMinimum: BOND } = DEVNET.staking;
const { wrongDrawBps, reporterBps } = DEVNET.courts;
const { stake: STAKE } = DEVNET_COORDINATOR;
const TAKEN = (STAKE * BigInt(wrongDrawBps)) / 10_000n;
const REWARD = (TAKEN * BigInt(reporterBps)) / 10_000n;
/** One task in two is the skipped tab's by the draw. */
const MOST_ORDERS = 20;
const NAME = 'Crooked coordinator';
/** What the tab does between two looks at what it has reported, and a poll of the page. */
const LOOK_TIMEOUT_MS = 60_000;

/**
 * A coordinator whose draws leave one miner out is caught by that miner's tab, which hears an assignment that
 * is not its own, and is slashed by what the tab hands to another coordinator.
 */
test.describe('a wrong draw', { tag: '@long' }, () => {
  test.describe.configure({ mode: 'serial', timeout: 600_000 });

  let devnet: Devnet;
  let skipped: MinerTab;
  let favoured: MinerTab;
  let crooked: FurtherCoordinator;
  let makeBlocks: () => Promise<void>;

  const coordinatorsOn = ({ page }: MinerTab) => page.getByRole('list', { name: 'Coordinators' });
  const faultsOn = ({ page }: MinerTab) => page.getByRole('list', { name: 'Wrong draws' });

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(900_000);
    devnet = await temporaryDevnet();
    // Before the tabs keep every core busy.
    crooked = await startFurtherCoordinator(devnet, {
      ...{ name: NAME, env: { ...lying('unfairDraw'), AUDITS: 'off' } },
    });
    const without = ['Icons 128'];
    skipped = await openMiner(browser, devnet, { name: 'Skipped tab', without });
    favoured = await openMiner(browser, devnet, { name: 'Favoured tab', without });
    for (const tab of [skipped, favoured]) {
      const row = coordinatorsOn(tab).getByRole('listitem').filter({ hasText: NAME });
      await expect(row).toContainText('Connected', { timeout: 60_000 });
    }
  });
  test.afterAll(async () => {
    await Promise.all([skipped, favoured].map((tab) => tab?.context.close()));
    await crooked?.stop();
    await devnet?.stop();
  });

  /** Has the crooked coordinator draw a task, and waits until its miner has done or refused it. */
  async function drawTask(number: number) {
    const answer = await fetch(`${crooked.devnet.coordinator.apiUrl}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ model: 'stories15m', max_tokens: 4, stream: true },
        messages: [{ role: 'user', content: `Lily found ${number} clocks` }],
      }),
    });
    expect(answer.status).toBe(200);
    // A client that leaves takes its task along. Of a task that nobody does, the answer ends with the devnet.
    answer.text().catch(() => undefined);
    const id = answer.headers.get(TASK_HEADER)!;
    const first = async () => (await readTask(crooked.devnet, id)).attempts[0];
    await expect
      .poll(async () => (await first())?.outcome, { timeout: 180_000 })
      .toMatch(/delivered|refused/);
    return (await first())!;
  }

  test('the skipped tab keeps the proof, and hands it to another coordinator', async () => {
    // The report waits for its block: the slash must not come before the tab is seen to have handed it on.
    makeBlocks = await holdBlocks(devnet);
    let attempt = await drawTask(1);
    for (let number = 2; attempt.outcome === 'delivered'; number++) {
      expect(number).toBeLessThanOrEqual(MOST_ORDERS);
      attempt = await drawTask(number);
    }
    // The friend's tab is an honest one: it does not work for a draw that others won.
    expect(attempt).toMatchObject({ miner: favoured.operator, outcome: 'refused' });
    const faults = faultsOn(skipped);
    await expect(faults).toContainText(NAME);
    await expect(faults).toContainText('It passed over the miner that came first.');
    await expect(faults).toContainText('Handed on', { timeout: LOOK_TIMEOUT_MS });

    const client = readClientOf(devnet.chain.config);
    expect(await client.getBalance({ address: skipped.operator })).toBe(0n);
    expect(await nodeOf(devnet, crooked.operator)).toMatchObject({ assets: STAKE, active: true });
  });

  test('the coordinator is slashed and jailed, and the one that reported it is paid', async () => {
    const { disputes, slasher } = devnet.chain.config.contracts;
    const reporter = await coordinatorOf(devnet);
    expect([await tokensOf(devnet, slasher), await sentFrom(devnet, disputes, reporter)]).toEqual([0n, 0n]);
    await makeBlocks();
    await expect
      .poll(async () => (await nodeOf(devnet, crooked.operator)).assets, { timeout: LOOK_TIMEOUT_MS })
      .toBe(STAKE - TAKEN);
    expect(await nodeOf(devnet, crooked.operator)).toMatchObject({ active: false, weight: 0n });
    expect(await sentFrom(devnet, disputes, reporter)).toBe(REWARD);
    // The rest is held until it is burned or given back.
    expect(await tokensOf(devnet, slasher)).toBe(TAKEN - REWARD);
    for (const { operator } of [skipped, favoured])
      expect(await nodeOf(devnet, operator)).toMatchObject({ assets: BOND, active: true });
  });

  test('the tab shows what came of its report, and serves the other coordinator alone', async () => {
    await expect(faultsOn(skipped)).toContainText('Slashed', { timeout: LOOK_TIMEOUT_MS });
    await expect(coordinatorsOn(skipped).getByRole('listitem')).toHaveCount(1);
    await expect(coordinatorsOn(skipped)).toContainText('Devnet coordinator');
    const nodes = await skipped.context.newPage();
    await nodes.goto(`${devnet.web.url}/nodes`);
    const row = nodes.getByRole('row').filter({ has: nodes.getByRole('link', { name: NAME }) });
    await expect(row).toContainText('Jailed');
    await nodes.close();
  });
});
