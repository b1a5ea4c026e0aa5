import type { Page } from '@playwright/test';
import { parseEther } from 'viem';
import { connectDevnetWallet, takeDrip } from '#devnet/browser/minerTab.ts';
import { DEVNET } from '#devnet/chain/parameters.ts';
import type { Devnet } from '#devnet/devnet.ts';
import { axeViolations } from './accessibility.ts';
import { nodeOf, sentFrom, tokensOf } from './chainControl.ts';
import { expect, temporaryDevnet, test } from './devnet.ts';
import { serveForgingSite } from './forgingSite.ts';
import { chainCase, courtOf, payOfJurors, untilDecided, untilOpened, untilSealed } from './jury.ts';
import { lying } from './lies/lie.ts';
import { readMade } from './madeTask.ts';
import { type MinerTab, openMiner } from './miner.ts';
import { create } from './rerun.ts';

const { minerMinimum: BOND } = DEVNET.staking;
/** What the faucet gives, in wei of CAI. */
const DRIP = parseEther('25000');
/** Each miner is drawn for half of the tasks. */
const MOST_ORDERS = 12;
const PROMPT = 'flat owl blue background';
/** A model is downloaded, compiled and proven on a software adapter, beside tabs that mine. */
const CHECKED_MS = 240_000;
/** Until the tab looks at the chain's cases again. */
const NOTICED_MS = 90_000;

/**
 * A coordinator finds everything right. The Create page runs a faked picture again on its visitor's GPU by
 * itself, and the visitor reports it. The accused answers with what its tab has kept, which shows the jury
 * the fault as well.
 */
test.describe('a report from the Create page, and the answer of the accused', { tag: '@long' }, () => {
  test.describe.configure({ mode: 'serial', timeout: 600_000 });

  let devnet: Devnet;
  let honest: MinerTab;
  let forger: MinerTab;
  let site: Awaited<ReturnType<typeof serveForgingSite>>;
  let visitor: Page;
  let caseId: string;
  /** The case's page in the browser of the accused. */
  let shown: Page;

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(900_000);
    devnet = await temporaryDevnet(lying('blindAudit'));
    const without = ['Stories 15M'];
    honest = await openMiner(browser, devnet, { name: 'Honest tab', without });
    site = await serveForgingSite(devnet);
    forger = await openMiner(browser, site.devnet, { name: 'Forging tab', without });
    visitor = await (await browser.newContext()).newPage();
    // Draws each of this visitor's results for a spot check.
    await visitor.addInitScript(() => {
      Math.random = () => 0;
    });
    await visitor.goto(devnet.web.url);
    await connectDevnetWallet(visitor);
    await takeDrip(visitor, devnet.web.url);
  });
  test.afterAll(async () => {
    const contexts = [honest?.context, forger?.context, visitor?.context()];
    await Promise.all(contexts.map((each) => each?.close()));
    site?.close();
    await devnet?.stop();
  });

  const exhibits = () => courtOf(devnet).exhibits(BigInt(caseId));

  test('the page finds by itself that a visitor’s picture was faked, and the visitor reports it', async () => {
    // A software adapter is used only where its owner says so.
    await visitor.goto(`${devnet.web.url}/create`);
    const choice = visitor.getByRole('checkbox', { name: 'Check about one result in 10' });
    await expect(choice).toBeChecked();
    await choice.uncheck();
    await choice.check();
    for (let order = 1; ; order++) {
      expect(order).toBeLessThanOrEqual(MOST_ORDERS);
      const id = await create(visitor, devnet, 'Image', PROMPT);
      const { receipt } = await readMade(devnet, { id, key: '' });
      if (receipt!.miner === forger.operator) break;
      await expect(visitor.getByText('Spot check: this device’s GPU made the same.')).toBeVisible({
        timeout: CHECKED_MS,
      });
    }
    const spot = visitor.locator('.spot');
    await expect(spot.getByRole('button', { name: 'Cancel the spot check' })).toBeVisible();
    await expect(spot.getByRole('alert')).toContainText('this device’s GPU made something else', {
      timeout: CHECKED_MS,
    });
    expect(await axeViolations(visitor, '.spot')).toEqual([]);
    // What it found is kept.
    await visitor.goto(`${devnet.web.url}/gallery`);
    await expect(spot.getByRole('alert')).toContainText('this device’s GPU made something else');
    await spot.getByRole('button', { name: 'See what a report takes' }).click();
    const report = visitor.getByRole('region', { name: `Report the result of “${PROMPT}”` });
    await expect(report).toContainText('Your prompt and the result become public');
    expect(await axeViolations(visitor, '.spot')).toEqual([]);
    await report.getByRole('button', { name: /^Report this result with [\d,.]+ CAI$/ }).click();
    await expect(report).toContainText('The result was reported.', { timeout: 60_000 });
    await expect(report).toContainText('1 of 1 coordinator keep your evidence', { timeout: 60_000 });
    const link = report.getByRole('link', { name: /^Case \d+$/ });
    caseId = (await link.textContent())!.replace('Case ', '');
    expect(await exhibits()).toHaveLength(1);
    await link.click();
    const answer = visitor.getByRole('region', { name: 'Answer' });
    await expect(answer).toContainText('Only the accused can answer');
    await expect(answer.getByRole('button')).toHaveCount(0);
  });

  test('the accused answers from its Mine page with what its tab has kept', async () => {
    const accused = forger.page.getByRole('region', { name: 'Your node is accused' });
    await expect(accused).toContainText(`Case ${caseId}`, { timeout: NOTICED_MS });
    await expect(accused.getByRole('button', { name: 'Answer with what you computed' })).toBeVisible();
    shown = await forger.context.newPage();
    await shown.goto(`${site.devnet.web.url}/cases/${caseId}`);
    const own = shown.getByRole('region', { name: 'Answer' });
    await expect(own.getByRole('button', { name: 'Answer with what you computed' })).toBeVisible();
    await accused.getByRole('button', { name: 'Answer with what you computed' }).click();
    await expect(accused).toContainText('Your answer is an exhibit of the case.', { timeout: 60_000 });
    await expect(accused).toContainText('1 of 1 coordinator keep your evidence', { timeout: 60_000 });
    expect(await axeViolations(forger.page, '.accused-case')).toEqual([]);
    const [reported, answered] = await exhibits();
    expect(answered!.hash).not.toBe(reported!.hash);

    await shown.reload();
    await expect(own).toContainText('The case shows your answer already.');
    await own.getByRole('button', { name: 'Hand it over again' }).click();
    await expect(own).toContainText('1 of 1 coordinator keep your evidence', { timeout: 60_000 });
  });

  test('the jury votes that the picture is wrong, whatever the trace of the accused says', async () => {
    await untilSealed(honest.page, { caseId, finding: 'wrong' });
    await untilOpened(devnet, caseId, 'wrong');
  });

  test('the case is settled though no block comes: the visitor is rewarded, the juror paid', async () => {
    const { party } = (await chainCase(devnet, caseId)).jury;
    const { juries } = devnet.chain.config.contracts;
    const before = await nodeOf(devnet, forger.operator);
    expect(await sentFrom(devnet, juries, party)).toBe(0n);
    await untilDecided(devnet, caseId, 'wrong');
    const after = await nodeOf(devnet, forger.operator);
    expect(after.assets).toBeLessThan(before.assets);
    expect(after.active).toBe(false);
    // The deposit comes back, with a part of what was taken.
    const deposit = await sentFrom(devnet, party, juries);
    expect(await sentFrom(devnet, juries, party)).toBeGreaterThan(deposit);
    await expect(shown.getByText('Found wrong').first()).toBeVisible({ timeout: 60_000 });
    // The drip less the bond, and the pay.
    const owned = DRIP - BOND + (await payOfJurors(devnet, caseId));
    await expect.poll(() => tokensOf(devnet, honest.owner), { timeout: 60_000 }).toBe(owned);
  });
});
