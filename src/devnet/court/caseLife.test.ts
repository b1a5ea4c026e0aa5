import { OpenAPIHono } from '@hono/zod-openapi';
import { keccak256, toHex } from 'viem';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { addCaseRoutes } from '#coordinator/api/court/caseRoutes.ts';
import type { ApiEnv } from '#coordinator/api/http/env.ts';
import { DEVNET } from '#devnet/chain/parameters.ts';
import { ask } from '#devnet/testing/askCourt.ts';
import { type CourtMiner, CourtNetwork } from '#devnet/testing/courtNetwork.ts';
import type { JurorFrame } from '#protocol/court/courtFrames.ts';
import { evidenceHashOf } from '#protocol/court/evidence.ts';
import { type Finding, type OpenedVote, sealVote } from '#protocol/court/vote.ts';

const { terms } = DEVNET.courts;
const BPS = 10_000n;
const BOND = DEVNET.staking.minerMinimum;
const SHARE = BigInt(terms.reporterBps);
/** For all juries that a case can have, and what an owner has at risk. */
const DEPOSIT =
  BigInt(terms.seats * (1 + terms.growth)) * terms.pay +
  (BOND * BigInt(terms.slashBps * terms.bondBps)) / BPS ** 2n;
const QUORUM = Math.ceil((terms.seats * terms.quorumBps) / 10_000);

let network: CourtNetwork;
let accused: CourtMiner;
/** Has the accused's owner. */
let twin: CourtMiner;
let jurors: CourtMiner[];
beforeAll(async () => {
  network = await CourtNetwork.start();
  accused = await network.addMiner();
  twin = await network.addMiner(accused.owner);
  jurors = [await network.addMiner(), await network.addMiner(), await network.addMiner()];
}, 180_000);
afterAll(() => network.stop());

const voteOf = ({ id }: CourtMiner, finding: Finding): OpenedVote => ({
  ...{ nodeId: id, finding, distance: 2_000_000n, salt: keccak256(toHex(`salt ${id}`)) },
});
const sealed = (caseId: bigint, juror: CourtMiner, vote: OpenedVote, by = juror) => {
  const { chainId, contracts } = network.config;
  return sealVote({ chainId, juries: contracts.juries }, by.operator, { caseId, round: 0 }, vote);
};
const ownedBy = (miners: CourtMiner[]) =>
  Promise.all(miners.map(({ owner }) => network.balanceOf(owner.address)));
const stakesOf = (miners: CourtMiner[]) =>
  Promise.all(miners.map(async (miner) => (await network.nodeOf(miner)).assets));
const gains = (after: bigint[], before: bigint[]) => after.map((wei, at) => wei - before[at]!);
/** The pay of each seat. */
const payOf = (votes: bigint) => {
  const seats = BigInt(terms.seats);
  return votes <= seats ? terms.pay : (terms.pay * seats) / votes;
};

/** A pass of two coordinators at once, both just restarted. */
const attend = () =>
  Promise.all([network.restarted().clerk.attend(), network.restartedOther().clerk.attend()]);

/** Draws the jury until the miners have seats that the story needs. */
async function drawUntil(
  caseId: bigint,
  miners: CourtMiner[],
  isSuitable: (seats: number[]) => boolean,
): Promise<bigint[]> {
  for (;;) {
    const undo = await network.snapshot();
    await attend();
    await attend();
    const seats = await Promise.all(miners.map(({ id }) => network.court.seatsOf(caseId, 0, id)));
    if (isSuitable(seats)) return seats.map(BigInt);
    await undo();
  }
}

/** Sends a vote to both coordinators, both just restarted. */
const toBoth = async (question: JurorFrame) => [
  await ask(network.restarted(), question),
  await ask(network.restartedOther(), question),
];
const accepted = [{ type: 'accepted' }, { type: 'accepted' }];
const refused = (code: string) => [
  { type: 'refused', code },
  { type: 'refused', code },
];

it('a wrong result ends in a slash, with restarts between all steps and two coordinators at work', async () => {
  const jury = { caseId: 1n, round: 0 };
  const bytes = await network.evidenceOf(accused, 'wrong');
  const before = await network.balanceOf(network.reporter);

  // It is opened once, however often it is reported.
  expect(await network.restarted().clerk.open(bytes)).toBe(1n);
  expect(await network.restarted().clerk.open(bytes)).toBe(1n);
  expect(await network.court.caseCount()).toBe(1n);
  expect(before - (await network.balanceOf(network.reporter))).toBe(DEPOSIT);
  const exhibit = { coordinator: network.reporter, hash: evidenceHashOf(bytes) };
  expect(await network.court.exhibits(1n)).toEqual([exhibit]);
  // The twin's weight is left out.
  expect((await network.court.readCase(1n)).jury.totalWeight).toBe(3n * BOND);

  const [first, second, absent] = jurors as [CourtMiner, CourtMiner, CourtMiner];
  const isSuitable = ([a, b, c]: number[]) => a! > 0 && b! > 0 && c! > 0 && a! + b! >= QUORUM;
  const seats = await drawUntil(1n, jurors, isSuitable);

  const served = await ask(network.restarted(), { type: 'evidence', hash: exhibit.hash });
  expect(served).toEqual({ type: 'evidence', bytes });
  const elsewhere = await ask(network.restartedOther(), { type: 'evidence', hash: exhibit.hash });
  expect(elsewhere).toEqual({ type: 'refused', code: 'UNKNOWN_EVIDENCE' });

  const commit = async (juror: CourtMiner, finding: Finding, by = juror) =>
    toBoth({ type: 'commit', jury, vote: await sealed(1n, juror, voteOf(juror, finding), by) });
  const reveal = (juror: CourtMiner, finding: Finding) =>
    toBoth({ type: 'reveal', jury, vote: voteOf(juror, finding) });
  expect(await commit(first, 'wrong')).toEqual(accepted);
  expect(await commit(first, 'wrong')).toEqual(accepted);
  expect(await commit(first, 'right')).toEqual(refused('VOTE_MISMATCH'));
  expect(await commit(second, 'wrong', first)).toEqual(refused('BAD_SIGNATURE'));
  expect(await commit(twin, 'right')).toEqual(refused('NO_SEATS'));
  expect(await commit(second, 'wrong')).toEqual(accepted);
  await attend();
  for (const { id } of [first, second])
    expect(await network.court.ballotOf(1n, 0, id)).toMatchObject({ isSealed: true, finding: undefined });
  expect(await commit(first, 'right')).toEqual(refused('VOTE_MISMATCH'));

  await network.pass(terms.commitWindow);
  expect(await commit(absent, 'wrong')).toEqual(refused('WINDOW_OVER'));
  expect(await reveal(first, 'right')).toEqual(refused('VOTE_MISMATCH'));
  expect(await reveal(absent, 'wrong')).toEqual(refused('VOTE_MISMATCH'));
  expect(await reveal(first, 'wrong')).toEqual(accepted);
  expect(await reveal(second, 'wrong')).toEqual(accepted);
  await attend();
  const votes = seats[0]! + seats[1]!;
  expect((await network.court.readCase(1n)).jury.votes).toEqual({
    ...{ right: 0, wrong: Number(votes), unavailable: 0 },
  });

  const [owned, stakes] = [await ownedBy(jurors), await stakesOf(jurors)];
  await network.pass(terms.revealWindow + terms.appealWindow);
  await attend();
  expect(await network.court.readCase(1n)).toMatchObject({ verdict: 'wrong' });
  const node = await network.nodeOf(accused);
  const slashed = (BOND * BigInt(terms.slashBps)) / BPS;
  expect(node).toMatchObject({ assets: BOND - slashed, active: false });
  expect(Number(node.jailedUntil)).toBeGreaterThan(Date.now() / 1_000);

  await attend();
  const each = payOf(votes);
  expect(gains(await ownedBy(jurors), owned)).toEqual([each * seats[0]!, each * seats[1]!, 0n]);
  const fine = terms.fine * seats[2]!;
  expect(gains(await stakesOf(jurors), stakes)).toEqual([0n, 0n, -fine]);
  const reward = ((slashed + fine) * SHARE) / BPS;
  expect((await network.balanceOf(network.reporter)) - before).toBe(reward);

  // Nothing is left to do.
  const sent = () => network.client.getTransactionCount({ address: network.reporter });
  const count = await sent();
  await attend();
  expect(await sent()).toBe(count);
  expect(await reveal(first, 'wrong')).toEqual(refused('UNKNOWN_CASE'));
  expect(await network.restartedOther().clerk.open(bytes)).toBe(1n);
  expect(network.errors).toEqual([]);

  const api = new OpenAPIHono<ApiEnv>();
  api.use(async (context, next) => {
    context.set('client', 'a client');
    await next();
  });
  addCaseRoutes(api, { ...network.restarted().shown, uptimeMs: () => 0 });
  const list = await (await api.request('/v1/cases')).json();
  expect(list).toMatchObject({ has_more: false, data: [{ id: '1', state: 'settled', verdict: 'wrong' }] });
  const detail = await (await api.request('/v1/cases/1')).json();
  expect(detail).toMatchObject({
    ...{ id: '1', reporter: network.reporter, node: accused.id.toString() },
    exhibits: [{ ...exhibit, url: `/v1/evidence/${exhibit.hash}` }],
  });
  const events = detail.transactions.map(({ event }: { event: string }) => event);
  expect(new Set(events)).toEqual(
    new Set(['Opened', 'JuryDrawn', 'Committed', 'Revealed', 'Settled', 'JurorsPaid']),
  );
}, 180_000);

it('a right result costs the reporter its deposit: jurors get their pay, and the rest is burned', async () => {
  const jury = { caseId: 2n, round: 0 };
  const honest = await network.addMiner();
  const bytes = await network.evidenceOf(honest, 'right');
  const before = await network.balanceOf(network.reporter);
  expect(await network.restarted().clerk.open(bytes)).toBe(2n);

  // The third of them stays away, if it has seats.
  const miners = [...jurors, twin];
  const isSuitable = ([a, b, , d]: number[]) => d! > 0 && a! + b! >= QUORUM && a! + b! > d!;
  const seats = await drawUntil(2n, miners, isSuitable);
  const votes = seats[0]! + seats[1]!;
  const voters = miners.filter((_, at) => at !== 2 && seats[at]! > 0n);
  const findingOf = (miner: CourtMiner) => (miner === twin ? 'wrong' : 'right');
  for (const miner of voters) {
    const vote = await sealed(2n, miner, voteOf(miner, findingOf(miner)));
    expect(await toBoth({ type: 'commit', jury, vote })).toEqual(accepted);
    // Early, before the tab is closed: it waits for its window.
    expect(await toBoth({ type: 'reveal', jury, vote: voteOf(miner, findingOf(miner)) })).toEqual(accepted);
  }
  await attend();
  expect((await network.court.readCase(2n)).jury.votes).toEqual({ right: 0, wrong: 0, unavailable: 0 });
  await network.pass(terms.commitWindow);
  await attend();
  await network.pass(terms.revealWindow + terms.appealWindow);
  const [owned, stakes, supply] = [await ownedBy(miners), await stakesOf(miners), await network.supply()];
  await attend();
  await attend();

  expect(await network.court.readCase(2n)).toMatchObject({ verdict: 'right' });
  expect(await network.nodeOf(honest)).toMatchObject({ assets: BOND, active: true, jailedUntil: 0n });
  const each = payOf(votes);
  expect(gains(await ownedBy(miners), owned)).toEqual([each * seats[0]!, each * seats[1]!, 0n, 0n]);
  // The fourth voted against the verdict.
  const against = terms.fine * BigInt(terms.sealedFactor);
  const fines = [0n, 0n, terms.fine * seats[2]!, against * seats[3]!];
  expect(gains(await stakesOf(miners), stakes)).toEqual(fines.map((fine) => -fine));
  const fine = fines[2]! + fines[3]!;
  const share = (fine * SHARE) / BPS;
  expect((await network.balanceOf(network.reporter)) - before).toBe(share - DEPOSIT);
  expect(supply - (await network.supply())).toBe(DEPOSIT - each * votes + fine - share);
  expect(network.errors).toEqual([]);
}, 180_000);

it('a case in which nobody votes gives the deposit back but for the fee, and may be opened again', async () => {
  const honest = await network.addMiner();
  // A wei that a juror's owner has voted for the accused stops no report.
  await network.vote(jurors[0]!.owner, honest, 1n);
  const bytes = await network.evidenceOf(honest, 'nobody cares');
  const before = await network.balanceOf(network.reporter);
  expect(await network.restarted().clerk.open(bytes)).toBe(3n);
  await network.pass(terms.commitWindow + terms.revealWindow + terms.appealWindow);
  await attend();
  expect(await network.court.readCase(3n)).toMatchObject({ verdict: undefined });
  const fee = (DEPOSIT * BigInt(terms.feeBps)) / BPS;
  expect(before - (await network.balanceOf(network.reporter))).toBe(fee);
  expect(await network.restarted().clerk.open(bytes)).toBe(4n);
  expect(network.errors).toEqual([]);
}, 180_000);

/** Reports a result, and once more after a crash before the transaction is in a block; then it gets one. */
async function openAndCrash(bytes: Uint8Array): Promise<{ opening: Promise<bigint> }> {
  const goOn = await network.holdBlocks();
  const opening = network.restarted().clerk.open(bytes);
  try {
    const isSent = async () => expect(await network.pendingOf(network.reporter)).toBe(1);
    await vi.waitFor(isSent, { timeout: 30_000 });
    await expect(network.restarted().clerk.open(bytes)).rejects.toMatchObject({ code: 'PENDING' });
  } finally {
    await goOn();
  }
  return { opening };
}

it('a result that is reported twice has one case, also after a crash before the case was in a block', async () => {
  const bytes = await network.evidenceOf(await network.addMiner(), 'crash');
  const count = await network.court.caseCount();
  const killed = await openAndCrash(bytes);
  expect(await network.restarted().clerk.open(bytes)).toBe(count + 1n);
  expect(await killed.opening).toBe(count + 1n);

  // Two coordinators at once, and one of them twice.
  const again = await network.evidenceOf(await network.addMiner(), 'at once');
  await expect(network.restartedOther().clerk.open(again)).rejects.toMatchObject({ code: 'NO_DEPOSIT' });
  await network.giveCai(network.other, DEPOSIT);
  const [ours, others] = [network.restarted().clerk, network.restartedOther().clerk];
  const opened = await Promise.all([ours.open(again), ours.open(again), others.open(again)]);
  expect(opened).toEqual([count + 2n, count + 2n, count + 2n]);
  expect(await network.court.caseCount()).toBe(count + 2n);
}, 180_000);

it('a case that a friend of the accused opens first, with junk, shows our evidence too', async () => {
  const bytes = await network.evidenceOf(await network.addMiner(), 'a friend');
  const ours = { coordinator: network.reporter, hash: evidenceHashOf(bytes) };
  const junk = { coordinator: network.other, hash: keccak256(toHex('junk')) };
  const caseId = await network.openDirectly(bytes, junk);
  expect(await network.court.exhibits(caseId)).toEqual([junk]);

  // A crash before the exhibit is in a block.
  const killed = await openAndCrash(bytes);
  expect(await killed.opening).toBe(caseId);
  // Once is enough, also after a crash before the case was noted.
  expect(await network.restarted().clerk.open(bytes)).toBe(caseId);
  expect(await network.court.exhibits(caseId)).toEqual([junk, ours]);

  // Another coordinator serves it too.
  expect(await network.restartedOther().clerk.open(bytes)).toBe(caseId);
  const others = { ...ours, coordinator: network.other };
  expect(await network.court.exhibits(caseId)).toEqual([junk, ours, others]);
}, 180_000);

it('a result that is too old is not reported', async () => {
  const bytes = await network.evidenceOf(await network.addMiner(), 'old');
  const { reportWindow } = await network.court.terms();
  await network.pass(reportWindow);
  await expect(network.restarted().clerk.open(bytes)).rejects.toMatchObject({ code: 'TOO_LATE' });
}, 180_000);
