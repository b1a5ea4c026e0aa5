import type { Hex } from 'viem';
import { signedResult } from '#chain/courts/courtArguments.ts';
import type { JoinedBundle } from '#coordinator/court/evidence/reading/joinBundles.ts';
import { evidenceHashOf, evidenceIdOf, readEvidence } from '#protocol/court/evidence.ts';
import { type RefusalCode, RefusalError } from '#protocol/refusal.ts';
import type { Assignment } from '#protocol/signed/assignment.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

/** What is known of a bundle whose hashes and signatures are right. */
export interface SoundBundle {
  /** `evidenceHashOf` its bytes. */
  readonly hash: Hex;
  /** `evidenceIdOf` its result. */
  readonly about: Hex;
  readonly assignment: Assignment;
  /** What its miner signed, as a report takes it. */
  readonly signed: ReturnType<typeof signedResult>;
}

/** What a bundle of evidence is, or why it is none. */
export type BundleReading =
  | SoundBundle
  | { readonly hash: Hex; readonly refusal: RefusalCode; readonly detail: string | undefined };

/** Reads bundles, our own and those that others brought. */
export interface BundleReader {
  /** The same bytes are read once. @throws Error where they could not be read */
  read(bytes: Uint8Array): Promise<BundleReading>;
  /** As `joinBundles`, of two that were read. @throws Error where they could not be read */
  join(first: Uint8Array, second: Uint8Array): Promise<JoinedBundle | undefined>;
}

/** What a thread is asked for: to read one, or to join two. */
export type BundleCall = readonly [Uint8Array] | readonly [Uint8Array, Uint8Array];

/** Reads a bundle here and now, as `readEvidence`: one of 34 MB takes seconds. */
export async function readBundle(network: NetworkIdentity, bytes: Uint8Array): Promise<BundleReading> {
  const hash = evidenceHashOf(bytes);
  try {
    const { evidence, claim } = await readEvidence(network, bytes);
    const { assignment } = evidence;
    return { hash, about: evidenceIdOf(claim), assignment, signed: signedResult(evidence) };
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    return { hash, refusal: error.code, detail: error.detail };
  }
}
