import {
  type Hex,
  hexToBigInt,
  hexToNumber,
  keccak256,
  numberToHex,
  type PublicClient,
  toHex,
  toRlp,
} from 'viem';

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

/** @throws Error when the chain's headers have fields that are unknown here */
export async function readHeader(
  client: Pick<PublicClient, 'request'>,
  block: number | 'latest',
): Promise<BlockHeader> {
  const read = (await client.request({
    method: 'eth_getBlockByNumber',
    params: [block === 'latest' ? block : numberToHex(block), false],
  })) as unknown as RawBlock;
  const header = encodeHeader(read);
  if (keccak256(header) !== read.hash)
    throw new Error('This chain’s header has fields that this script does not know.');
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
