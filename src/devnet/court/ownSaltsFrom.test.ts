import { encodeFunctionData, keccak256, toHex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readDrawVerdict } from '#chain/courts/reports/drawReports.ts';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { identityOf } from '#chain/networkConfig.ts';
import { readOperatorNode } from '#chain/standing.ts';
import { FIRST_START_S, readOwnSaltsFrom } from '#coordinator/startup/ownSaltsFrom.ts';
import { testWallet } from '#coordinator/testing/testWallet.ts';
import { DEVNET } from '#devnet/chain/parameters.ts';
import { CourtNetwork } from '#devnet/testing/courtNetwork.ts';
import { signAssignment } from '#protocol/signed/assignment.ts';

let network: CourtNetwork;
beforeAll(async () => {
  network = await CourtNetwork.start();
}, 180_000);
afterAll(() => network.stop());

const { evidenceSeconds } = DEVNET.courts;
const newest = async () => (await network.client.getBlock()).timestamp;
const saltsFrom = (openedAt: bigint, operator = network.reporter) =>
  readOwnSaltsFrom(network.client, network.config.contracts, operator, 1_000 * Number(openedAt));
const oldDrawsAreOver = (openedAt: bigint) => 1_000 * Number(openedAt + evidenceSeconds);

it('a coordinator takes apps’ salts at once with its node’s first books, and else once old draws are no evidence', async () => {
  const registeredBy = await newest();
  await network.pass(FIRST_START_S + 60);
  expect(await saltsFrom(registeredBy)).toBe(0);
  // An older version, which noted no time, has opened them.
  expect(await saltsFrom(0n)).toBe(0);
  const now = await newest();
  expect(await saltsFrom(now)).toBe(oldDrawsAreOver(now));
  // The chain has made no block for days.
  const later = now + 300_000n;
  expect(await saltsFrom(later)).toBe(oldDrawsAreOver(later));
}, 60_000);

it('a node that has just changed hands has drawn tasks before', async () => {
  const owner = privateKeyToAccount(generatePrivateKey());
  const node = await network.addMiner();
  const { address: operator } = node.operator;
  expect(await saltsFrom(await newest(), operator)).toBe(0);
  await network.vote(owner, node, DEVNET.staking.minerMinimum);
  const call = (functionName: 'offerNode' | 'acceptNode') =>
    functionName === 'offerNode'
      ? encodeFunctionData({ abi: stakingAbi, functionName, args: [node.id, owner.address] })
      : encodeFunctionData({ abi: stakingAbi, functionName, args: [node.id] });
  await network.act(node.owner, call('offerNode'));
  await network.act(owner, call('acceptNode'));
  const now = await newest();
  expect(await saltsFrom(now, operator)).toBe(oldDrawsAreOver(now));
}, 60_000);

it('a node that was in jail an hour ago has drawn tasks before', async () => {
  const { client, config, reporter, reporterKey, other, otherKey } = network;
  await network.addMiner();
  const roster = await network.settledRoster();
  const assignment = await signAssignment(identityOf(config), reporterKey, {
    ...{ taskId: keccak256(toHex('task')), coordinator: reporter, miner: roster.miners[0]!.operator },
    ...{ attempt: 0, passed: [], rosterBlock: roster.blockNumber, beacon: keccak256(toHex('no block')) },
    ...{ unitPrice: 1n, expiry: roster.minedAt + 600 },
  });
  const report = { fault: 'beacon', assignment } as const;
  const { call } = await readDrawVerdict(client, config.contracts, report, other);
  await testWallet(client, otherKey).inTurn((send) => send(call));
  // In jail it has no weight, and its owner may give it a new key.
  expect(await readOperatorNode(client, config.contracts.staking, reporter)).toMatchObject({ weight: 0n });
  await network.pass(FIRST_START_S + 60);
  const now = await newest();
  expect(await saltsFrom(now)).toBe(oldDrawsAreOver(now));
}, 60_000);
