import { type Chain, numberToHex, type TestClient, type Transport, zeroHash } from 'viem';

/** The contract of EIP-2935, which keeps the hashes of the last blocks in a ring. */
const HISTORY = '0x0000F90827F1C53a10cb7A02335B175320002935';
const HISTORY_BLOCKS = 8_191;
/** Blocks whose hashes the EVM knows without it. */
const OPCODE_BLOCKS = 256;

/** Makes the chain forget a block, as it does after 8,191 more. */
export async function forgetBlock(anvil: TestClient<'anvil', Transport, Chain | undefined>, block: number) {
  await anvil.mine({ blocks: OPCODE_BLOCKS + 1 });
  const index = numberToHex(block % HISTORY_BLOCKS);
  await anvil.setStorageAt({ address: HISTORY, index, value: zeroHash });
}
