import type { Hex } from 'viem';
import { encodeEvidence, evidenceHashOf, readEvidence } from '#protocol/court/evidence.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';

export interface JoinedBundle {
  /** `evidenceHashOf` its bytes. */
  readonly hash: Hex;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * One bundle of all parts of the trace that two bundles of a result show.
 * @param mostBytes of the parts, as a bundle is read
 * @returns undefined where one of the two shows all of them, or they are too many for one bundle
 * @throws RefusalError as `readEvidence`
 */
export async function joinBundles(
  network: NetworkIdentity,
  first: Uint8Array,
  second: Uint8Array,
  mostBytes: number = TASK_LIMIT.traceBytes,
): Promise<JoinedBundle | undefined> {
  const one = await readEvidence(network, first);
  const other = await readEvidence(network, second);
  const [known, shown] = [one.parts ?? new Map(), other.parts ?? new Map()];
  const parts = [...new Map([...shown, ...known])].sort(([a], [b]) => a - b);
  if (parts.length === known.size || parts.length === shown.size) return undefined;
  if (parts.reduce((sum, [, part]) => sum + part.byteLength, 0) > mostBytes) return undefined;
  const { leaves } = other.evidence.handed!;
  const bytes = encodeEvidence({ ...one.evidence, handed: { leaves, parts } });
  return { hash: evidenceHashOf(bytes), bytes };
}
