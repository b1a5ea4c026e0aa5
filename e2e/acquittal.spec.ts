import type { Page } from '@playwright/test';
import { type Address, formatEther, parseEther } from 'viem';
import { connectDevnetWallet, takeDrip } from '#devnet/browser/minerTab.ts';
import { DEVNET } from '#devnet/chain/parameters.ts';
import type { Devnet } from '#devnet/devnet.ts';
import { axeViolations } from './accessibility.ts';
import { coordinatorOf, nodeOf, passTimeTo, sentFrom, supplyOf, tokensOf } from './chainControl.ts';
import { expect, temporaryDevnet, test } from './devnet.ts';
import {
  chainCase,
  courtOf,
  juriesOn,
  payOfJurors,
  readCase,
  untilDecided,
  untilOpened,
  untilSealed,
} from './jury.ts';
import { lying } from './lies/lie.ts';
import { AUDIT_TIMEOUT_MS, auditOf, caseAbout, type MadeTask, makeTask } from './madeTask.ts';
import { MINING_TIMEOUT_MS, type MinerTab, openMiner } from './miner.ts';

const { minerMinimum: BOND } = DEVNET.staking;
const { terms } = DEVNET.courts;
const SEATS = terms.seats * (1 + terms.growth);
/** The pay of all juries that a case can have, and a part of what the accused's owner has at risk. */
const DEPOSIT = BigInt(SEATS) * terms.pay + (BOND * BigInt(terms.slashBps * terms.bondBps)) / 10_000n ** 2n;
/** The second jury's pay, and as much at stake. */
const APPEAL_DEPOSIT = DEPOSIT - BigInt(terms.seats) * terms.pay;
const DRIP = parseEther('25000');
const ORDER = {
  path: '/v1/chat/completions',
  body: { model: 'stories15m', messages: [{ role: 'user', content: 'Lily found a clock' }], max_tokens: 8 },
};

/**
 * A coordinator says of an honest tab's result that it is wrong. The jury is another tab, which is closed in
 * mid-case and opened again. It acquits, and a larger jury that a stranger calls does too; both lose their
 * deposits.
 */
test.describe('a right result that is reported as wrong', { tag: '@long' }, () => {
  test.describe.configure({ mode: 'serial', timeout: 600_000 });

  let devnet: Devnet;
  let accuser: Address;
  let accused: MinerTab;
  let juror: MinerTab;
  let made: MadeTask;
  let caseId: string;
  /** What the accused sees of its case. */
  let shown: Page;
  let stranger: Page;
  let supply: bigint;

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(900_000);
    devnet = await temporaryDevnet(lying('falseAudit'));
    accuser = await coordinatorOf(devnet);
    const without = ['Icons 128'];
    const tabs = [
      await openMiner(browser, devnet, { name: 'First tab', without }),
      await openMiner(browser, devnet, { name: 'Second tab', without }),
    ];
    stranger = await (await browser.newContext()).newPage();
    await stranger.goto(devnet.web.url);
    await connectDevnetWallet(stranger);
    await takeDrip(stranger, devnet.web.url);
    supply = await supplyOf(devnet);
    made = await makeTask(devnet, ORDER);
    accused = tabs.find(({ operator }) => operator === made.miner)!;
    juror = tabs.find(({ operator }) => operator !== made.miner)!;
  });
  test.afterAll(async () => {
    await Promise.all([accused?.context, juror?.context, stranger?.context()].map((each) => each?.close()));
    await devnet?.stop();
  });

  test('the accuser puts up its deposit, and the accused sees the case on its node’s page', async () => {
    await expect
      .poll(async () => (await auditOf(devnet, made))?.state, { timeout: AUDIT_TIMEOUT_MS })
      .toBe('disputed');
    caseId = await caseAbout(devnet, made);
    const { id, assets } = await nodeOf(devnet, accused.operator);
    expect(assets).toBe(BOND);
    expect(await readCase(devnet, caseId)).toMatchObject({
      node: String(id),
      jury: { round: 0, party: accuser, deposit_cai: formatEther(DEPOSIT) },
    });
    expect(await sentFrom(devnet, accuser, devnet.chain.config.contracts.juries)).toBe(DEPOSIT);

    shown = await accused.context.newPage();
    await shown.goto(`${devnet.web.url}/nodes/${id}`);
    const cases = shown.getByRole('list', { name: 'Cases against it' });
    await expect(cases).toContainText('Running');
    await cases.getByRole('link', { name: `Case ${caseId}` }).click();
    await expect(shown.getByRole('heading', { name: `Case ${caseId}` })).toBeVisible();
    await expect(shown.getByRole('region', { name: 'Stake', exact: true })).toContainText(accused.name);
    await expect(shown.getByText('Nothing yet: stake is taken only after the verdict.')).toBeVisible();
  });

  test('the juror’s tab finds the result right, and is closed once its sealed vote is on the chain', async () => {
    await untilSealed(juror.page, { caseId, finding: 'right' });
    await juror.page.close();
    const { id } = await nodeOf(devnet, juror.operator);
    const ballot = await courtOf(devnet).ballotOf(BigInt(caseId), 0, id);
    expect(ballot).toMatchObject({ isSealed: true, finding: undefined });
  });

  test('the juror’s tab is opened again, and opens its vote in time', async () => {
    juror.page = await juror.context.newPage();
    await juror.page.goto(`${devnet.web.url}/mine`);
    const juries = juriesOn(juror.page);
    // On a slow machine the voting may end while the tab starts.
    await expect(juries).toContainText(/The sealed vote is on the chain|opens the vote|The verdict follows/, {
      timeout: MINING_TIMEOUT_MS,
    });
    await untilOpened(devnet, caseId, 'right');
    await expect(juries).toContainText('It is on the chain. The verdict follows.');
  });

  test('a stranger reads the terms of an appeal on the case’s page, and signs it', async () => {
    await passTimeTo(devnet, (await chainCase(devnet, caseId)).jury.revealEnd);
    await stranger.goto(`${devnet.web.url}/cases/${caseId}`);
    const appeal = stranger.getByRole('region', { name: 'Appeal' });
    await expect(appeal).toContainText('Jury 1 found the result right. An appeal says that it is wrong');
    await expect(appeal).toContainText(`You deposit ${formatEther(APPEAL_DEPOSIT)} CAI.`);
    expect(await axeViolations(stranger, 'body')).toEqual([]);
    await appeal.getByRole('button', { name: `Appeal with ${formatEther(APPEAL_DEPOSIT)} CAI` }).click();
    await expect(appeal).toContainText('A larger jury was called.');
    await expect(stranger.getByText('Jury 2 was called by an appeal.')).toBeVisible();
    const { round, jury } = await chainCase(devnet, caseId);
    expect(round).toBe(1);
    expect(await tokensOf(devnet, jury.party)).toBe(DRIP - APPEAL_DEPOSIT);
  });

  test('the larger jury acquits the accused as well, who has lost nothing', async () => {
    await untilSealed(juror.page, { caseId, round: 1, finding: 'right' });
    await untilOpened(devnet, caseId, 'right');
    await untilDecided(devnet, caseId, 'right');
    expect(await nodeOf(devnet, accused.operator)).toMatchObject({
      ...{ assets: BOND, active: true, jailedUntil: 0 },
    });
    expect(await tokensOf(devnet, accused.owner)).toBe(DRIP - BOND);
    await expect
      .poll(async () => (await auditOf(devnet, made))?.state, { timeout: AUDIT_TIMEOUT_MS })
      .toBe('passed');
    await expect(shown.getByText('Found right').first()).toBeVisible({ timeout: 60_000 });
    await expect(shown.getByText('The reporter lost its deposit')).toBeVisible();
  });

  test('both deposits pay the juror, and the rest of them is burned', async () => {
    const { juries, slasher } = devnet.chain.config.contracts;
    const { party } = (await chainCase(devnet, caseId)).jury;
    const pay = await payOfJurors(devnet, caseId);
    expect(pay).toBeGreaterThan(0n);
    await expect.poll(() => tokensOf(devnet, juror.owner), { timeout: 60_000 }).toBe(DRIP - BOND + pay);
    await expect(juriesOn(juror.page)).toContainText('This tab agreed and was paid.', { timeout: 60_000 });
    expect(await sentFrom(devnet, accuser, juries)).toBe(DEPOSIT);
    expect(await sentFrom(devnet, juries, accuser)).toBe(0n);
    expect(await tokensOf(devnet, party)).toBe(DRIP - APPEAL_DEPOSIT);
    expect(supply - (await supplyOf(devnet))).toBe(DEPOSIT + APPEAL_DEPOSIT - pay);
    expect([await tokensOf(devnet, juries), await tokensOf(devnet, slasher)]).toEqual([0n, 0n]);
    expect((await nodeOf(devnet, juror.operator)).assets).toBe(BOND);
  });
});
