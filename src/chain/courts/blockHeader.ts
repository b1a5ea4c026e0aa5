import { type Hex, hexToBigInt, hexToNumber, keccak256, numberToHex, toHex, toRlp } from 'viem';
import { ChainError, chainErrorOf } from '#chain/chainError.ts';
import type { ReadClient } from '#chain/networkConfig.ts';

interface RawBlock extends Record<string, Hex | undefined> {
  hash: Hex;
  number: Hex;
  timestamp: Hex;
}

const QUANTITIES = new Set([
  ...['difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp', 'baseFeePerGas', 'blobGasUsed'],
  'excessBlobGas',
]);
/** A header's fields in their encoded order; a later fork's fields are absent before that fork. */
const FIELDS = [
  ...['parentHash', 'sha3Uncles', 'miner', 'stateRoot', 'transactionsRoot', 'receiptsRoot', 'logsBloom'],
  ...['difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp', 'extraData', 'mixHash', 'nonce'],
  ...['baseFeePerGas', 'withdrawalsRoot', 'blobGasUsed', 'excessBlobGas', 'parentBeaconBlockRoot'],
  'requestsHash',
];

/** A block's RLP-encoded header, which the courts read. */
export interface BlockHeader {
  header: Hex;
  hash: Hex;
  number: number;
  /** Unix seconds. */
  timestamp: number;
}

/**
 * The header of a block, by its number.
 * @throws ChainError NO_BLOCK when the node does not have it; NO_ANSWER when its hash is not that of the header,
 * as where the chain's headers have fields that are unknown here; as `chainErrorOf`
 * @example const { header } = await readHeader(client, assignment.rosterBlock);
 */
export async function readHeader(
  client: Pick<ReadClient, 'request'>,
  block: number | 'latest',
): Promise<BlockHeader> {
  const asked = client.request({
    method: 'eth_getBlockByNumber',
    params: [block === 'latest' ? block : numberToHex(block), false],
  });
  const read = (await asked.catch((error: unknown) => {
    throw chainErrorOf(error);
  })) as unknown as RawBlock | null;
  if (read === null) throw new ChainError('NO_BLOCK', `The chain’s node lacks block ${block}.`);
  const header = encodeHeader(read);
  if (keccak256(header) !== read.hash)
    throw new ChainError('NO_ANSWER', 'This chain’s headers have fields that are not known here.');
  const { hash, number, timestamp } = read;
  return { header, hash, number: hexToNumber(number), timestamp: hexToNumber(timestamp) };
}

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
