import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Address,
  concat,
  createTestClient,
  type Hex,
  http,
  keccak256,
  parseEther,
  toHex,
  zeroHash,
} from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BlockHeader, readHeader } from '#chain/courts/blockHeader.ts';
import { assignmentProof } from '#chain/courts/courtArguments.ts';
import { RosterReader } from '#chain/follower/rosterReader.ts';
import { caiAbi, disputesAbi, slasherAbi, stakingAbi } from '#chain/generated/contracts.ts';
import { identityOf, readClientOf } from '#chain/networkConfig.ts';
import { ROLE, type Roster } from '#chain/roster.ts';
import { type DevnetChain, startChain } from '#devnet/chain/chain.ts';
import { deployerWallet, mined } from '#devnet/chain/deployerWallet.ts';
import { devnetDeployer } from '#devnet/chain/keys.ts';
import { DEVNET } from '#devnet/chain/parameters.ts';
import { lotteryRanking, lotterySeed } from '#protocol/draw/lottery.ts';
import { type Assignment, assignmentDigest, signAssignment } from '#protocol/signed/assignment.ts';
import { signResult } from '#protocol/signed/resultSignature.ts';
import { OPERATOR_CONSENT, stakingDomain } from '#protocol/signed/typedData.ts';

/**
 * What the protocol's own code signs, on a real chain with real headers, before the contract that judges it.
 */
const newKey = () => privateKeyToAccount(generatePrivateKey());
const reporter = newKey();
const miners = [newKey(), newKey(), newKey()];
const PRICE = parseEther('1');

let folder: string;
let chain: DevnetChain;
let coordinator: ReturnType<typeof newKey>;
let header: BlockHeader;
let roster: Roster;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuckoo-faults-'));
  chain = await startChain({ folder, rpcPort: 0, coordinatorUrl: 'http://127.0.0.1:1' });
  coordinator = privateKeyToAccount((await readFile(chain.coordinatorKeyFile, 'utf8')).trim() as Hex);
  for (const operator of miners) await registerMiner(operator);
  const gas = deployerWallet(chain.config, devnetDeployer());
  await mined(gas, await gas.sendTransaction({ to: reporter.address, value: parseEther('1') }));
  const client = readClientOf(chain.config);
  // No weight may change in the second of the block.
  const clock = createTestClient({ mode: 'anvil', transport: http(chain.config.rpcUrl) });
  await clock.increaseTime({ seconds: 60 });
  await clock.mine({ blocks: 1 });
  header = await readHeader(client, 'latest');
  const reader = new RosterReader(client, chain.config.contracts.staking);
  roster = (await reader.read(await reader.block('latest'))).roster;
  await clock.increaseTime({ seconds: 5 });
  await clock.mine({ blocks: 1 });
});
afterAll(async () => {
  await chain.anvil.stop();
  await rm(folder, { recursive: true });
});

/** Each key serves a node of its own, which the deployer owns. */
async function registerMiner(operator: ReturnType<typeof newKey>): Promise<void> {
  const { config } = chain;
  const wallet = deployerWallet(config, devnetDeployer());
  const { cai, staking } = config.contracts;
  const pool = { abi: stakingAbi, address: staking } as const;
  const bond = DEVNET.staking.minerMinimum;
  const allow = { abi: caiAbi, address: cai, functionName: 'approve', args: [staking, bond] } as const;
  await mined(wallet, await wallet.writeContract(allow));
  await mined(wallet, await wallet.writeContract({ ...pool, functionName: 'stake', args: [bond] }));
  const deadline = (await wallet.getBlock()).timestamp + 3_600n;
  const owner = wallet.account.address;
  const consent = await operator.signTypedData({
    ...{ domain: stakingDomain(identityOf(config)), types: OPERATOR_CONSENT, primaryType: 'OperatorConsent' },
    message: { owner, role: ROLE.miner, operator: operator.address, deadline },
  } as const);
  const args = [ROLE.miner, operator.address, 0, bond, '{}', deadline, consent] as const;
  await mined(wallet, await wallet.writeContract({ ...pool, functionName: 'register', args }));
}

/** The operators in the draw's order. */
const ranking = (taskId: Hex): Address[] =>
  [...lotteryRanking(lotterySeed(roster.beacon, taskId), roster.miners)].map(({ operator }) => operator);

const assigned = (taskId: Hex, miner: Address, passed: Address[] = []): Promise<Assignment> =>
  signAssignment(identityOf(chain.config), coordinator, {
    ...{ taskId, coordinator: coordinator.address, miner, attempt: 0 },
    ...{ rosterBlock: roster.blockNumber, beacon: roster.beacon, passed, unitPrice: PRICE },
    expiry: roster.minedAt + 600,
  });

const proofOf = (assignment: Assignment) => assignmentProof(assignment, header.header);

const court = () => ({ abi: disputesAbi, address: chain.config.contracts.disputes }) as const;
const assetsOf = async (operator: Address): Promise<bigint> => {
  const pool = { abi: stakingAbi, address: chain.config.contracts.staking } as const;
  const client = readClientOf(chain.config);
  const id = await client.readContract({ ...pool, functionName: 'nodeIdOf', args: [operator] });
  return (await client.readContract({ ...pool, functionName: 'node', args: [id] })).assets;
};
const heldOf = async (operator: Address): Promise<bigint> => {
  const { contracts } = chain.config;
  const client = readClientOf(chain.config);
  const id = await client.readContract({
    ...{ abi: stakingAbi, address: contracts.staking, functionName: 'nodeIdOf', args: [operator] },
  } as const);
  const [amount] = await client.readContract({
    ...{ abi: slasherAbi, address: contracts.slasher, functionName: 'heldOf', args: [id] },
  } as const);
  return amount;
};

it('a right assignment is no fault, whoever is named', async () => {
  const taskId = keccak256(toHex('right'));
  const [first, second, third] = ranking(taskId);
  const { address } = reporter;
  const right = proofOf(await assigned(taskId, second!, [first!]));
  const client = readClientOf(chain.config);
  for (const called of [first!, second!, third!]) {
    const args = [right, concat([first!]), called] as const;
    await expect(
      client.simulateContract({ ...court(), functionName: 'reportWrongOrder', args, account: address }),
    ).rejects.toThrow('AssignmentIsRight');
  }
});

it('a coordinator that skips the miner that was drawn loses a part of its stake', async () => {
  const taskId = keccak256(toHex('wrong'));
  const [first, second] = ranking(taskId);
  const before = await assetsOf(coordinator.address);
  const wallet = deployerWallet(chain.config, reporter);
  const args = [proofOf(await assigned(taskId, second!)), '0x', first!] as const;
  await mined(wallet, await wallet.writeContract({ ...court(), functionName: 'reportWrongOrder', args }));
  const taken = (before * BigInt(DEVNET.courts.wrongDrawBps)) / 10_000n;
  expect(before - (await assetsOf(coordinator.address))).toBe(taken);
  const reward = await wallet.readContract({
    ...{
      abi: caiAbi,
      address: chain.config.contracts.cai,
      functionName: 'balanceOf',
      args: [reporter.address],
    },
  } as const);
  expect(reward).toBe((taken * BigInt(DEVNET.courts.reporterBps)) / 10_000n);
  expect(await heldOf(coordinator.address)).toBe(taken - reward);
});

it('a miner that signs two results for one assignment loses a part of its stake', async () => {
  const taskId = keccak256(toHex('two results'));
  const [first] = ranking(taskId);
  const miner = miners.find(({ address }) => address === first)!;
  const assignment = await assigned(taskId, first!);
  const network = identityOf(chain.config);
  const digest = assignmentDigest(network, assignment);
  const signed = async (result: Hex) => ({
    result: { result, units: 4, trace: zeroHash },
    signature: await signResult(network, miner, { assignment: digest, result, units: 4, trace: zeroHash }),
  });
  const before = await assetsOf(first!);
  const wallet = deployerWallet(chain.config, reporter);
  const args = [
    proofOf(assignment),
    await signed(keccak256('0x01')),
    await signed(keccak256('0x02')),
  ] as const;
  await mined(wallet, await wallet.writeContract({ ...court(), functionName: 'reportTwoResults', args }));
  expect(before - (await assetsOf(first!))).toBe((before * BigInt(DEVNET.courts.twoResultsBps)) / 10_000n);
});
