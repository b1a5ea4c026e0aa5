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
 * Exhibits of a case that are looked through for one, the newest. Anybody may add more, many in one
 * transaction, so this makes it dearer to hide an answer behind junk, not impossible. The answer of a running
 * case can be exhibited again.
 */
export const EXHIBITS_SOUGHT = 1_024;

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

/**
 * Whether a case shows a bundle, among many more exhibits than `readExhibits` gives: anybody may add junk.
 * @param opening the block in which the case was opened
 * @throws as `readExhibits`
 * @example await wasExhibited(client, juries, { caseId: 1n, opening: 4_711n, hash }); // true
 */
export async function wasExhibited(
  client: ReadClient,
  juries: Address,
  { caseId, opening, hash }: { caseId: bigint; opening: bigint; hash: Hex },
): Promise<boolean> {
  const wanted = { names: ['Exhibited'], most: EXHIBITS_SOUGHT } as const;
  const events = await readCaseEvents(client, juries, { caseId, opening, ...wanted });
  return [...events.opening, ...events.newer].some(({ args }) => args.hash === hash);
}
