import { type Address, getAbiItem, type Hex } from 'viem';
import { ChainError } from '#chain/chainError.ts';
import { juriesAbi } from '#chain/generated/contracts.ts';
import type { ReadClient } from '#chain/networkConfig.ts';

/** Where a bundle of evidence can be fetched. */
export interface Exhibit {
  /** The operator key of a coordinator that serves it. */
  coordinator: Address;
  /** `evidenceHashOf` the bundle. */
  hash: Hex;
}

export const MAX_EXHIBITS = 16;
/** Blocks in one request: most public nodes allow as many. */
const RANGE = 1_000n;
/** Requests for one case. Exhibits older than `RANGE * MAX_RANGES` blocks are left out, but for the first. */
const MAX_RANGES = 32;

const EXHIBITED = getAbiItem({ abi: juriesAbi, name: 'Exhibited' });

/**
 * The exhibits of a case from their events: the reporter's, and then the newest, the newest last. Anybody
 * may add one, so many new ones must not hide the reporter's.
 * @param opening the block in which the case was opened
 * @throws ChainError NO_BLOCK when the node does not show the events of that block; as viem does
 * @example const places = await readExhibits(client, juries, { caseId: 1n, opening: 4_711n });
 */
export async function readExhibits(
  client: ReadClient,
  juries: Address,
  { caseId, opening }: { caseId: bigint; opening: bigint },
): Promise<Exhibit[]> {
  const read = async (fromBlock: bigint, toBlock: bigint): Promise<Exhibit[]> => {
    const logs = await client.getLogs({
      ...{ address: juries, event: EXHIBITED, args: { caseId }, fromBlock, toBlock, strict: true },
    });
    return logs.map(({ args: { coordinator, hash } }) => ({ coordinator, hash }));
  };
  const first = await read(opening, opening);
  if (first.length === 0)
    throw new ChainError('NO_BLOCK', `The chain’s node does not show the events of block ${opening}.`);
  const newer: Exhibit[] = [];
  let to = await client.getBlockNumber();
  for (let left = MAX_RANGES; left > 0 && to > opening && newer.length < MAX_EXHIBITS; left--) {
    const from = to - RANGE >= opening ? to - RANGE + 1n : opening + 1n;
    newer.unshift(...(await read(from, to)));
    to = from - 1n;
  }
  const [reporters, ...others] = [...first, ...newer];
  return [reporters!, ...others.slice(1 - MAX_EXHIBITS)];
}
