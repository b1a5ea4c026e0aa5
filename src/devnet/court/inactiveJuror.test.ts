import '#network/polyfill.ts';
import { encodeFunctionData, keccak256, parseEther, toHex } from 'viem';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { identityOf } from '#chain/networkConfig.ts';
import type { Coordinator } from '#coordinator/coordinator.ts';
import { TestMiner } from '#coordinator/testing/testMiner.ts';
import { DEVNET } from '#devnet/chain/parameters.ts';
import { callAs } from '#devnet/testing/callAs.ts';
import { startCourtCoordinator } from '#devnet/testing/courtCoordinator.ts';
import { type CourtMiner, CourtNetwork } from '#devnet/testing/courtNetwork.ts';
import type { CourtFrame, JurorFrame } from '#protocol/court/courtFrames.ts';
import { type OpenedVote, sealVote } from '#protocol/court/vote.ts';
import type { RefusalCode } from '#protocol/refusal.ts';

const { terms } = DEVNET.courts;
const JURY = { caseId: 1n, round: 0 };
const WAIT = { timeout: 120_000, interval: 500 };

/** Jurors that were active when the case was opened, and are not any more. */
interface Fallen {
  code: RefusalCode;
  miner: CourtMiner;
  tab: TestMiner;
}

let network: CourtNetwork;
let coordinator: Coordinator;
const tabs: TestMiner[] = [];

beforeAll(async () => {
  network = await CourtNetwork.start();
}, 180_000);
afterAll(async () => {
  await Promise.all(tabs.map((tab) => tab.stop()));
  await coordinator?.stop();
  await network.stop();
});

const retire = ({ id, owner }: CourtMiner) =>
  network.act(owner, encodeFunctionData({ abi: stakingAbi, functionName: 'retire', args: [id] }));

const withdrawBond = ({ id, owner }: CourtMiner) =>
  network.act(
    owner,
    encodeFunctionData({ abi: stakingAbi, functionName: 'unvote', args: [id, parseEther('5000')] }),
  );

/** As a court does that convicts it of something else. */
async function jail({ id }: CourtMiner): Promise<void> {
  const { slasher, staking } = network.config.contracts;
  const until = (await network.client.getBlock()).timestamp + DEVNET.staking.coolDownSeconds;
  const data = encodeFunctionData({ abi: stakingAbi, functionName: 'jail', args: [id, until] });
  await callAs(network.config, slasher, { to: staking, data });
}

async function tabOf({ operator }: CourtMiner): Promise<TestMiner> {
  const identity = { network: identityOf(network.config), account: operator };
  const tab = await TestMiner.start('', [], undefined, identity);
  tabs.push(tab);
  return tab;
}

const join = (tab: TestMiner) => tab.join(coordinator.multiaddrs());
const accepted: CourtFrame = { type: 'accepted' };

const voteOf = ({ id }: CourtMiner): OpenedVote => ({
  ...{ nodeId: id, finding: 'wrong', distance: 2_000_000n, salt: keccak256(toHex(`salt ${id}`)) },
});

/** Draws the jury of the case until each miner has seats, and none of them alone decides. */
async function drawWithSeats(miners: CourtMiner[]): Promise<bigint[]> {
  for (;;) {
    const undo = await network.snapshot();
    // A block is asked for in each pass until there is one with which the jury is drawn.
    for (let pass = 0; pass <= terms.drawBlocks; pass++) await network.restarted().clerk.attend();
    const seats = await Promise.all(miners.map(({ id }) => network.court.seatsOf(1n, 0, id)));
    if (seats.every((each) => each > 0)) return seats.map(BigInt);
    await undo();
  }
}

it('jurors that were jailed, retired or lost their bond meanwhile vote by a coordinator and are paid', async () => {
  const accused = await network.addMiner();
  const jurors = [await network.addMiner(), await network.addMiner(), await network.addMiner()] as const;
  const bytes = await network.evidenceOf(accused, 'wrong');
  expect(await network.restarted().clerk.open(bytes)).toBe(1n);
  const { evidence } = await network.court.readCase(1n);
  const seats = await drawWithSeats([...jurors]);

  const [jailed, retired, underStaked] = jurors;
  await jail(jailed);
  await retire(retired);
  await withdrawBond(underStaked);
  // It was no miner when the case was opened.
  const stranger = await network.addMiner();
  await retire(stranger);

  const { operator, database } = network.reporterSeat;
  coordinator = await startCourtCoordinator({ config: network.config, operator, db: database.db });
  const fallen: Fallen[] = [];
  for (const [miner, code] of [
    [jailed, 'JAILED'],
    [retired, 'RETIRED'],
    [underStaked, 'UNDER_STAKED'],
  ] as const)
    fallen.push({ code, miner, tab: await tabOf(miner) });

  const about: JurorFrame = { type: 'evidence-about', evidence };
  for (const { code, tab } of fallen) {
    // The coordinator may not have seen the case yet: a tab says hello again, too.
    await vi.waitFor(
      async () => {
        expect(await join(tab)).toEqual({ type: 'dismissed', code });
        expect(await tab.askCourt(about)).toEqual({ type: 'evidence', bytes });
      },
      { ...WAIT, interval: 2_500 },
    );
  }
  const outsider = await tabOf(stranger);
  expect(await join(outsider)).toEqual({ type: 'dismissed', code: 'RETIRED' });
  await expect(outsider.askCourt(about)).rejects.toMatchObject({ code: 'STREAM_BROKEN' });

  const { chainId, contracts } = network.config;
  for (const { miner, tab } of fallen) {
    const vote = await sealVote({ chainId, juries: contracts.juries }, miner.operator, JURY, voteOf(miner));
    expect(await tab.askCourt({ type: 'commit', jury: JURY, vote })).toEqual(accepted);
  }
  const ballots = () => Promise.all(jurors.map(({ id }) => network.court.ballotOf(1n, 0, id)));
  await vi.waitFor(async () => expect((await ballots()).every(({ isSealed }) => isSealed)).toBe(true), WAIT);
  await network.pass(terms.commitWindow);
  for (const { miner, tab } of fallen)
    expect(await tab.askCourt({ type: 'reveal', jury: JURY, vote: voteOf(miner) })).toEqual(accepted);
  const found = async () => (await ballots()).map(({ finding }) => finding);
  await vi.waitFor(async () => expect(await found()).toEqual(['wrong', 'wrong', 'wrong']), WAIT);

  const owned = () => Promise.all(jurors.map(({ owner }) => network.balanceOf(owner.address)));
  const before = await owned();
  await network.pass(terms.revealWindow + terms.appealWindow);
  const all = seats.reduce((sum, each) => sum + each, 0n);
  const pay = all <= BigInt(terms.seats) ? terms.pay : (terms.pay * BigInt(terms.seats)) / all;
  await vi.waitFor(async () => {
    const gained = (await owned()).map((wei, at) => wei - before[at]!);
    expect(gained).toEqual(seats.map((each) => each * pay));
  }, WAIT);

  // Their duty is done.
  const [{ tab, code }] = fallen as [Fallen];
  await vi.waitFor(
    async () => {
      expect(await join(tab)).toEqual({ type: 'dismissed', code });
      await expect(tab.askCourt(about)).rejects.toMatchObject({ code: 'STREAM_BROKEN' });
    },
    { ...WAIT, interval: 2_500 },
  );
}, 400_000);
