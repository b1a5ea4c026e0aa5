/**
 * Writes contracts/test/vectors/disputes.json: an assignment and a result as the protocol signs them, and a
 * real block's header, for the tests of the Disputes contract. Run: `tsx tools/contracts/disputeVectors.ts
 * RPC_URL` with any chain's RPC.
 */
import { writeFile } from 'node:fs/promises';
import { concat, createPublicClient, type Hex, http, keccak256, toHex, zeroHash } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { readHeader } from '#chain/courts/blockHeader.ts';
import { assignmentDigest, signAssignment } from '#protocol/signed/assignment.ts';
import { signResult } from '#protocol/signed/resultSignature.ts';

const OUTPUT = 'contracts/test/vectors/disputes.json';
const rpc = process.argv[2];
if (rpc === undefined) throw new Error('Give the RPC address of a chain to take a block header from.');

const block = await readHeader(createPublicClient({ transport: http(rpc) }), 'latest');

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
const claim = { assignment: digest, result: keccak256(toHex('result')), units: 7, trace: zeroHash };

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
      result: {
        hash: claim.result,
        units: claim.units,
        trace: zeroHash,
        signature: await signResult(network, signer, claim),
      },
      block,
    },
    null,
    2,
  )}\n`,
);
