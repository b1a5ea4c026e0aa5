import { encodeFunctionData, type Hex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { DEVNET } from '#devnet/chain/parameters.ts';
import { ask } from '#devnet/testing/askCourt.ts';
import { type CourtMiner, CourtNetwork } from '#devnet/testing/courtNetwork.ts';
import { type OpenedVote, sealVote } from '#protocol/court/vote.ts';

const BOND = DEVNET.staking.minerMinimum;
const MOVED = 3n * BOND;
const NO_EVIDENCE: Hex = `0x${'00'.repeat(32)}`;

let network: CourtNetwork;
beforeAll(async () => {
  network = await CourtNetwork.start();
}, 180_000);
afterAll(() => network.stop());

const newVoter = () => privateKeyToAccount(generatePrivateKey());

it('a jury that a friend of the accused calls has no empty seats', async () => {
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
}, 180_000);

it('an acquittal for want of votes is appealed, if a juror agrees and the node has something to lose', async () => {
  const guilty = await network.addMiner();
  const [agrees] = [await network.addMiner(), await network.addMiner()];
  const bytes = await network.evidenceOf(guilty, 'too few');
  const caseId = await network.restarted().clerk.open(bytes);
  const seatsOf = () => network.court.seatsOf(caseId, 0, agrees.id);
  const { quorumBps, seats } = DEVNET.courts.terms;
  for (;;) {
    const undo = await network.snapshot();
    for (let pass = 0; pass < 3; pass++) await network.restarted().clerk.attend();
    const drawn = await seatsOf();
    if (drawn > 0 && drawn < (seats * quorumBps) / 10_000) break;
    await undo();
  }
  const jury = { caseId, round: 0 };
  const vote: OpenedVote = { nodeId: agrees.id, finding: 'wrong', distance: 2_000_000n, salt: NO_EVIDENCE };
  const { chainId, contracts } = network.config;
  const sealed = await sealVote({ chainId, juries: contracts.juries }, agrees.operator, jury, vote);
  expect(await ask(network.restarted(), { type: 'commit', jury, vote: sealed })).toEqual({
    type: 'accepted',
  });
  await network.restarted().clerk.attend();
  await network.pass(DEVNET.courts.terms.commitWindow);
  expect(await ask(network.restarted(), { type: 'reveal', jury, vote })).toEqual({ type: 'accepted' });
  await network.restarted().clerk.attend();
  await network.pass(DEVNET.courts.terms.revealWindow + 40);
  await network.restartedOther().clerk.attend();
  expect(await network.court.readCase(caseId)).toMatchObject({ round: 0 });
  await network.restarted().clerk.attend();
  expect(await network.court.readCase(caseId)).toMatchObject({
    round: 1,
    jury: { party: network.reporter },
  });
}, 180_000);
