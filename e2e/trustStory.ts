import { parseEther } from 'viem';
import { DEVNET } from '#devnet/chain/parameters.ts';
import type { Devnet } from '#devnet/devnet.ts';
import { coordinatorOf, nodeOf, sentFrom, tokensOf } from './chainControl.ts';
import { type ChainNode, positionIn, takeOut, voteFor } from './chainNodes.ts';
import { expect, temporaryDevnet, test } from './devnet.ts';
import { serveForgingSite } from './forgingSite.ts';
import { juriesOn, payOfJurors, untilDecided, untilOpened, untilSealed } from './jury.ts';
import { AUDIT_TIMEOUT_MS, auditOf, caseAbout, type MadeTask, makeTask, readMade } from './madeTask.ts';
import { type MinerTab, openMiner } from './miner.ts';

const BOND = DEVNET.staking.minerMinimum;
/** What a voter puts behind the forger, and takes out again before it is found out, in CAI. */
const [VOTED, LEAVING] = [2_000, 500];
const { terms } = DEVNET.courts;

/** What a slash leaves of an amount. */
const slashed = (wei: bigint): bigint => wei - (wei * BigInt(terms.slashBps)) / 10_000n;

/** What is faked. */
export interface Forgery {
  /** Of the API. */
  path: string;
  /** The order of a task, another one for each number. */
  order(number: number): object;
  /** Names of models that the tabs do not offer. */
  without: string[];
  /** How many of the forger's results are as they should be. */
  rightBefore: number;
  /** Fails unless this is what an honest tab makes. */
  expectRight(result: Response): Promise<void>;
}

const make = (devnet: Devnet, { path, order }: Forgery, number: number): Promise<MadeTask> =>
  makeTask(devnet, { path, body: order(number) });

/**
 * A tab that fakes its results is caught by the audit, tried by a jury of other tabs, slashed, jailed and
 * left without work, and the client has the right result.
 */
export function tellStory(forgery: Forgery): void {
  /** Miners of other journeys would have seats on the jury, and be away. */
  let devnet: Devnet;
  let honest: MinerTab;
  let forger: MinerTab;
  let site: Awaited<ReturnType<typeof serveForgingSite>>;
  /** With votes in the forger's node. */
  let voter: ChainNode;
  let forged: MadeTask;
  let caseId: string;

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(900_000);
    devnet = await temporaryDevnet();
    const { without } = forgery;
    honest = await openMiner(browser, devnet, { name: 'Honest tab', without });
    site = await serveForgingSite(devnet);
    forger = await openMiner(browser, site.devnet, { name: 'Forging tab', without });
    const { id } = await nodeOf(devnet, forger.operator);
    voter = { id, owner: await voteFor(devnet, { id }, VOTED) };
    await takeOut(devnet, voter, LEAVING);
  });
  test.afterAll(async () => {
    await Promise.all([honest, forger].map((tab) => tab?.context.close()));
    site?.close();
    await devnet?.stop();
  });

  test('the audit finds a faked result, and passes an honest one', async () => {
    const right: MadeTask[] = [];
    const byForger: MadeTask[] = [];
    let number = 0;
    const next = async () => {
      expect(++number).toBeLessThan(20);
      const task = await make(devnet, forgery, number);
      (task.miner === forger.operator ? byForger : right).push(task);
    };
    while (byForger.length <= forgery.rightBefore) await next();
    forged = byForger.pop()!;
    await expect
      .poll(async () => (await auditOf(devnet, forged))?.state, { timeout: AUDIT_TIMEOUT_MS })
      .toBe('disputed');
    // A forger that is found out gets no more work: there is one case, and the honest tab is drawn.
    if (right.length === 0) await next();
    expect(right).not.toEqual([]);
    expect((await auditOf(devnet, forged))!.distance).toBeGreaterThan(1);
    for (const task of [...right, ...byForger]) {
      await expect
        .poll(async () => (await auditOf(devnet, task))?.state, { timeout: AUDIT_TIMEOUT_MS })
        .toBe('passed');
      expect((await auditOf(devnet, task))!.distance).toBeLessThan(1 / 3);
    }
  });

  test('the client has the right result, made by another tab', async () => {
    const { replacement, replacement_url } = (await auditOf(devnet, forged))!;
    const again = { id: replacement!, key: new URL(replacement_url!, 'http://x').searchParams.get('key')! };
    await expect
      .poll(async () => (await readMade(devnet, again)).status, { timeout: AUDIT_TIMEOUT_MS })
      .toBe('done');
    const { receipt } = await readMade(devnet, again);
    expect(receipt!.miner).toBe(honest.operator);
    expect(receipt!.result_hash).not.toBe((await readMade(devnet, forged)).receipt!.result_hash);
    await forgery.expectRight(await fetch(devnet.coordinator.apiUrl + replacement_url!));
  });

  test('the honest tab notices that it sits on the jury, checks the result and votes', async () => {
    caseId = await caseAbout(devnet, forged);
    await untilSealed(honest.page, { caseId, finding: 'wrong' });
  });

  test('the vote is opened, and the verdict slashes and jails the forger', async () => {
    const before = await nodeOf(devnet, forger.operator);
    expect(before.assets).toBe(BOND + parseEther(String(VOTED - LEAVING)));
    await untilOpened(devnet, caseId, 'wrong');
    await untilDecided(devnet, caseId, 'wrong');
    const after = await nodeOf(devnet, forger.operator);
    expect(after.assets).toBe(slashed(before.assets));
    expect(after.active).toBe(false);
    await expect(forger.page.getByText(/jailed/i).first()).toBeVisible({ timeout: 60_000 });
  });

  test('its voter loses the same share, also of what it was taking out', async () => {
    const { votes, leaving } = await positionIn(devnet, voter);
    const rest = [VOTED - LEAVING, LEAVING].map((cai) => slashed(parseEther(String(cai))));
    expect([votes, leaving]).toEqual(rest);
  });

  test('the juror is paid for each seat', async () => {
    await expect(juriesOn(honest.page)).toContainText('CAI', { timeout: 60_000 });
    // The drip less the bond, and the pay.
    const owned = parseEther('25000') - BOND + (await payOfJurors(devnet, caseId));
    await expect.poll(() => tokensOf(devnet, honest.owner), { timeout: 60_000 }).toBe(owned);
  });

  test('the reporter gets its deposit back and its part; the rest is held, and nothing stays with the court', async () => {
    const { juries, slasher } = devnet.chain.config.contracts;
    const reporter = await coordinatorOf(devnet);
    const [taken, fromBond] = [BOND + parseEther(String(VOTED)), BOND].map((wei) => wei - slashed(wei));
    const reward = (fromBond! * BigInt(terms.reporterBps)) / 10_000n;
    const [paidIn, paidOut] = [
      await sentFrom(devnet, reporter, juries),
      await sentFrom(devnet, juries, reporter),
    ];
    expect(paidOut - paidIn).toBe(reward);
    expect(await tokensOf(devnet, slasher)).toBe(taken! - reward - (await payOfJurors(devnet, caseId)));
    expect(await tokensOf(devnet, juries)).toBe(0n);
  });

  test('the forger gets no more work', async () => {
    for (const number of [101, 102, 103]) {
      expect((await make(devnet, forgery, number)).miner).toBe(honest.operator);
    }
  });
}
