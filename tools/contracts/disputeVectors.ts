/**
 * Writes contracts/test/vectors/disputes.json: an assignment and a result as the protocol signs them, and a
 * real block's header, for the tests of the Disputes contract. Run: `tsx tools/contracts/disputeVectors.ts
 * RPC_URL` with any chain's RPC.
 */
import { writeFile } from 'node:fs/promises';
import { concat, createPublicClient, type Hex, hexToBigInt, http, keccak256, toHex, toRlp } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { assignmentDigest, signAssignment } from '#protocol/signed/assignment.ts';
import { signResult } from '#protocol/signed/resultSignature.ts';

const OUTPUT = 'contracts/test/vectors/disputes.json';
const rpc = process.argv[2];
if (rpc === undefined) throw new Error('Give the RPC address of a chain to take a block header from.');

interface RawBlock extends Record<string, Hex | undefined> {
  hash: Hex;
  number: Hex;
  timestamp: Hex;
}

const QUANTITIES = new Set([
  'difficulty',
  'number',
  'gasLimit',
  'gasUsed',
  'timestamp',
  'baseFeePerGas',
  'blobGasUsed',
  'excessBlobGas',
]);
/** A header's fields in their encoded order; a later fork's fields are absent before that fork. */
const FIELDS = [
  'parentHash',
  'sha3Uncles',
  'miner',
  'stateRoot',
  'transactionsRoot',
  'receiptsRoot',
  'logsBloom',
  'difficulty',
  'number',
  'gasLimit',
  'gasUsed',
  'timestamp',
  'extraData',
  'mixHash',
  'nonce',
  'baseFeePerGas',
  'withdrawalsRoot',
  'blobGasUsed',
  'excessBlobGas',
  'parentBeaconBlockRoot',
  'requestsHash',
];

function encodeHeader(block: RawBlock): Hex {
  const fields: Hex[] = [];
  for (const name of FIELDS) {
    const value = block[name];
    if (value === undefined) continue;
    const quantity = QUANTITIES.has(name) ? hexToBigInt(value) : undefined;
    fields.push(quantity === undefined ? value : quantity === 0n ? '0x' : toHex(quantity));
  }
  return toRlp(fields);
}

const client = createPublicClient({ transport: http(rpc) });
const block = (await client.request({
  method: 'eth_getBlockByNumber',
  params: ['latest', false],
})) as unknown as RawBlock;
const header = encodeHeader(block);
if (keccak256(header) !== block.hash)
  throw new Error('This chain’s header has fields that this script does not know.');

const network = {
  chainId: 31_337,
  staking: '0x00000000000000000000000000000000000000a1',
  payments: '0x00000000000000000000000000000000000000a2',
} as const;
const signer = privateKeyToAccount(keccak256(toHex('cuckoo vectors')));
const passed: Hex[] = [
  '0x00000000000000000000000000000000000000b1',
  '0x00000000000000000000000000000000000000b2',
];
const assignment = await signAssignment(network, signer, {
  taskId: keccak256(toHex('task')),
  coordinator: signer.address,
  miner: '0x00000000000000000000000000000000000000c1',
  attempt: 2,
  rosterBlock: 1_234,
  beacon: keccak256(toHex('beacon')),
  passed,
  unitPrice: 5n * 10n ** 18n,
  expiry: 1_900_000_000,
});
const digest = assignmentDigest(network, assignment);
const result = keccak256(toHex('result'));

await writeFile(
  OUTPUT,
  `${JSON.stringify(
    {
      chainId: network.chainId,
      staking: network.staking,
      assignment: {
        taskId: assignment.taskId,
        coordinator: assignment.coordinator,
        miner: assignment.miner,
        attempt: assignment.attempt,
        rosterBlock: assignment.rosterBlock,
        beacon: assignment.beacon,
        unitPrice: toHex(assignment.unitPrice),
        expiry: assignment.expiry,
        signature: assignment.signature,
      },
      passed: concat(passed),
      digest,
      result: { hash: result, signature: await signResult(network, signer, { assignment: digest, result }) },
      block: { header, hash: block.hash, number: Number(block.number), timestamp: Number(block.timestamp) },
    },
    null,
    2,
  )}\n`,
);
