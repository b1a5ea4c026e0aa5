import { OpenAPIHono } from '@hono/zod-openapi';
import { keccak256, toHex } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addCaseRoutes } from '#coordinator/api/court/caseRoutes.ts';
import type { ApiEnv } from '#coordinator/api/http/env.ts';
import { DEVNET } from '#devnet/chain/parameters.ts';
import { ask, type CourtMiner, CourtNetwork } from '#devnet/testing/courtNetwork.ts';
import { evidenceHashOf } from '#protocol/court/evidence.ts';
import { type Finding, type OpenedVote, sealVote } from '#protocol/court/vote.ts';

const { terms } = DEVNET.courts;
const BPS = 10_000n;
const BOND = DEVNET.staking.minerMinimum;
const QUORUM = Math.ceil((terms.seats * terms.quorumBps) / 10_000);
const JURY = { caseId: '1', round: 0 } as never;

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
const sealed = (juror: CourtMiner, finding: Finding, by = juror) => {
  const { chainId, contracts } = network.config;
  const jury = { caseId: 1n, round: 0 };
  return sealVote({ chainId, juries: contracts.juries }, by.operator, jury, voteOf(juror, finding));
};
const seatsOf = ({ id }: CourtMiner) => network.court.seatsOf(1n, 0, id);
const ballotOf = ({ id }: CourtMiner) => network.court.ballotOf(1n, 0, id);

/** A pass of two coordinators at once, both just restarted. */
const attend = () =>
  Promise.all([network.restarted().clerk.attend(), network.restartedOther().clerk.attend()]);

/** Draws the jury until the miners have seats that the story needs. */
async function drawUntil(isSuitable: (seats: number[]) => boolean): Promise<number[]> {
  for (;;) {
    const undo = await network.snapshot();
    await attend();
    await attend();
    const seats = await Promise.all(jurors.map(seatsOf));
    if (isSuitable(seats)) return seats;
    await undo();
  }
}

it('a wrong result ends in a slash, with restarts between all steps and two coordinators at work', async () => {
  const bytes = await network.evidenceOf(accused, 'wrong');
  const before = await network.balanceOf(network.reporter);

  // It is opened once, however often it is reported.
  expect(await network.restarted().clerk.open(bytes)).toBe(1n);
  expect(await network.restarted().clerk.open(bytes)).toBe(1n);
  expect(await network.court.caseCount()).toBe(1n);
  const allSeats = BigInt(terms.seats * (1 + terms.growth));
  const deposit = allSeats * terms.pay + (BOND * BigInt(terms.slashBps * terms.bondBps)) / BPS ** 2n;
  expect(before - (await network.balanceOf(network.reporter))).toBe(deposit);
  const exhibit = { coordinator: network.reporter, hash: evidenceHashOf(bytes) };
  expect(await network.court.exhibits(1n)).toEqual([exhibit]);
  // The twin's weight is left out.
  expect((await network.court.readCase(1n)).jury.totalWeight).toBe(3n * BOND);

  const [first, second, absent] = jurors as [CourtMiner, CourtMiner, CourtMiner];
  const seats = await drawUntil(([a, b, c]) => a! > 0 && b! > 0 && c! > 0 && a! + b! >= QUORUM);

  const served = await ask(network.restarted(), { type: 'evidence', hash: exhibit.hash });
  expect(served).toEqual({ type: 'evidence', bytes });
  const elsewhere = await ask(network.restartedOther(), { type: 'evidence', hash: exhibit.hash });
  expect(elsewhere).toEqual({ type: 'refused', code: 'UNKNOWN_EVIDENCE' });

  const commit = async (vote: Awaited<ReturnType<typeof sealed>>) => {
    const question = { type: 'commit', jury: JURY, vote } as const;
    return [await ask(network.restarted(), question), await ask(network.restartedOther(), question)];
  };
  const twice = (answer: object) => [answer, answer];
  expect(await commit(await sealed(first, 'wrong'))).toEqual(twice({ type: 'accepted' }));
  expect(await commit(await sealed(first, 'wrong'))).toEqual(twice({ type: 'accepted' }));
  const refused = (code: string) => twice({ type: 'refused', code });
  expect(await commit(await sealed(first, 'right'))).toEqual(refused('VOTE_MISMATCH'));
  expect(await commit(await sealed(second, 'wrong', first))).toEqual(refused('BAD_SIGNATURE'));
  expect(await commit(await sealed(twin, 'right'))).toEqual(refused('NO_SEATS'));
  expect(await commit(await sealed(second, 'wrong'))).toEqual(twice({ type: 'accepted' }));
  await attend();
  expect((await ballotOf(first)).isSealed && (await ballotOf(second)).isSealed).toBe(true);
  expect(await commit(await sealed(first, 'right'))).toEqual(refused('VOTE_MISMATCH'));

  await network.pass(terms.commitWindow);
  expect(await commit(await sealed(absent, 'wrong'))).toEqual(refused('WINDOW_OVER'));
  const reveal = async (vote: OpenedVote) => {
    const question = { type: 'reveal', jury: JURY, vote } as const;
    return [await ask(network.restarted(), question), await ask(network.restartedOther(), question)];
  };
  expect(await reveal(voteOf(first, 'right'))).toEqual(refused('VOTE_MISMATCH'));
  expect(await reveal(voteOf(absent, 'wrong'))).toEqual(refused('VOTE_MISMATCH'));
  for (const juror of [first, second])
    expect(await reveal(voteOf(juror, 'wrong'))).toEqual(twice({ type: 'accepted' }));
  await attend();
  expect((await network.court.readCase(1n)).jury.votes).toEqual({
    ...{ right: 0, wrong: seats[0]! + seats[1]!, unavailable: 0 },
  });

  const owned = await Promise.all(jurors.map(({ owner }) => network.balanceOf(owner.address)));
  const stakes = await Promise.all(jurors.map(async (juror) => (await network.nodeOf(juror)).assets));
  await network.pass(terms.revealWindow + terms.appealWindow);
  await attend();
  expect(await network.court.readCase(1n)).toMatchObject({ verdict: 'wrong' });
  const node = await network.nodeOf(accused);
  const slashed = (BOND * BigInt(terms.slashBps)) / BPS;
  expect(node).toMatchObject({ assets: BOND - slashed, active: false });
  expect(Number(node.jailedUntil)).toBeGreaterThan(Date.now() / 1_000);

  await attend();
  const votes = BigInt(seats[0]! + seats[1]!);
  const full = BigInt(terms.seats);
  const each = votes <= full ? terms.pay : (terms.pay * full) / votes;
  const paid = await Promise.all(jurors.map(({ owner }) => network.balanceOf(owner.address)));
  expect(paid.map((wei, at) => wei - owned[at]!)).toEqual([
    ...[each * BigInt(seats[0]!), each * BigInt(seats[1]!), 0n],
  ]);
  const fine = terms.fine * BigInt(seats[2]!);
  const left = await Promise.all(jurors.map(async (juror) => (await network.nodeOf(juror)).assets));
  expect(left.map((wei, at) => stakes[at]! - wei)).toEqual([0n, 0n, fine]);
  const share = BigInt(terms.reporterBps);
  const reward = (slashed * share) / BPS + (fine * share) / BPS;
  expect((await network.balanceOf(network.reporter)) - before).toBe(reward);

  // Nothing is left to do.
  const sent = () => network.client.getTransactionCount({ address: network.reporter });
  const count = await sent();
  await attend();
  expect(await sent()).toBe(count);
  expect(
    await ask(network.restarted(), { type: 'reveal', jury: JURY, vote: voteOf(first, 'wrong') }),
  ).toEqual({ type: 'refused', code: 'UNKNOWN_CASE' });
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
  expect([...new Set(events)].sort()).toEqual(
    ['Committed', 'JurorsPaid', 'JuryDrawn', 'Opened', 'Revealed', 'Settled'].sort(),
  );
  const bundle = await api.request(`/v1/evidence/${exhibit.hash}`);
  expect(bundle.headers.get('content-type')).toBe('application/cbor');
  expect(new Uint8Array(await bundle.arrayBuffer())).toEqual(new Uint8Array(bytes));
}, 180_000);
