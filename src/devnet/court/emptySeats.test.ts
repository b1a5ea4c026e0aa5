import { encodeFunctionData, type Hex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { DEVNET } from '#devnet/chain/parameters.ts';
import { type CourtMiner, CourtNetwork } from '#devnet/testing/courtNetwork.ts';

const BOND = DEVNET.staking.minerMinimum;
const MOVED = 3n * BOND;
const NO_EVIDENCE: Hex = `0x${'00'.repeat(32)}`;

let network: CourtNetwork;
beforeAll(async () => {
  network = await CourtNetwork.start();
}, 180_000);
afterAll(() => network.stop());

const newVoter = () => privateKeyToAccount(generatePrivateKey());

it('a jury that a friend of the accused calls has no empty seats, and is appealed without a verdict', async () => {
  const guilty = await network.addMiner();
  const alsoTheirs = await network.addMiner(guilty.owner);
  const [from, to] = [await network.addMiner(), await network.addMiner()];
  const voter = newVoter();
  await network.vote(voter, from, MOVED);
  const bytes = await network.evidenceOf(guilty, 'empty seats');
  // Weight that nobody has at both moments.
  const unvote = { abi: stakingAbi, functionName: 'unvote', args: [from.id, MOVED] } as const;
  await network.act(voter, encodeFunctionData(unvote));
  await network.vote(newVoter(), to, MOVED);
  await network.pass(5);
  await network.restarted().clerk.keep(bytes);
  const caseId = await network.openDirectly(bytes, { coordinator: network.other, hash: NO_EVIDENCE });

  const totalOf = async () => (await network.court.readCase(caseId)).jury.totalWeight;
  expect(await totalOf()).toBe(3n * BOND + MOVED);
  // Who has no evidence of the case has no part in it.
  const stranger = await network.snapshot();
  await network.restartedOther().clerk.attend();
  expect(await totalOf()).toBe(3n * BOND + MOVED);
  await stranger();

  await network.restarted().clerk.attend();
  expect(await totalOf()).toBe(2n * BOND);
  const leftOutOf = async ({ id }: CourtMiner) => (await network.court.ballotOf(caseId, 0, id)).leftOut;
  // One of the two is enough.
  expect(await Promise.all([alsoTheirs, from, to].map(leftOutOf))).toEqual(['all', 'excess', 'nothing']);

  // A crash before that was noted changes nothing. The draw is left to who called the jury for a while.
  await network.pass(DEVNET.courts.terms.commitWindow / 8);
  await network.restarted().clerk.attend();
  await network.restarted().clerk.attend();
  expect((await network.court.readCase(caseId)).jury.seed).toBeDefined();
  const seatsOf = ({ id }: CourtMiner) => network.court.seatsOf(caseId, 0, id);
  const [theirs, ...seats] = await Promise.all([alsoTheirs, from, to].map(seatsOf));
  expect(theirs).toBe(0);
  expect(seats[0]! + seats[1]!).toBeGreaterThan(0);

  // Nobody votes, so we call the larger jury, with the same names.
  const { revealEnd } = (await network.court.readCase(caseId)).jury;
  await network.pass(revealEnd - Number((await network.client.getBlock()).timestamp));
  await network.restartedOther().clerk.attend();
  expect(await network.court.readCase(caseId)).toMatchObject({ round: 0 });
  await network.restarted().clerk.attend();
  expect(await network.court.readCase(caseId)).toMatchObject({
    round: 1,
    jury: { party: network.reporter, totalWeight: 2n * BOND },
  });
}, 180_000);
