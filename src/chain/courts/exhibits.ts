import type { Address, Hex } from 'viem';
import { readCaseEvents } from '#chain/courts/caseEvents.ts';
import type { ReadClient } from '#chain/networkConfig.ts';

/** Where a bundle of evidence can be fetched. */
export interface Exhibit {
  /** The operator key of a coordinator that serves it. */
  coordinator: Address;
  /** `evidenceHashOf` the bundle. */
  hash: Hex;
}

export const MAX_EXHIBITS = 16;

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
  const wanted = { names: ['Exhibited'], most: MAX_EXHIBITS } as const;
  const events = await readCaseEvents(client, juries, { caseId, opening, ...wanted });
  const [reporters, ...others] = [...events.opening, ...events.newer].map(
    ({ args: { coordinator, hash } }): Exhibit => ({ coordinator, hash }),
  );
  return [reporters!, ...others.slice(1 - MAX_EXHIBITS)];
}
