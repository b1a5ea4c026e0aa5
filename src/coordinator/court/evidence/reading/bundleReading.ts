import type { Hex } from 'viem';
import { evidenceHashOf, evidenceIdOf, readEvidence } from '#protocol/court/evidence.ts';
import { type RefusalCode, RefusalError } from '#protocol/refusal.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

/** What a bundle of evidence is, or why it is none. */
export type BundleReading = {
  /** `evidenceHashOf` its bytes. */
  readonly hash: Hex;
} & (
  | {
      /** `evidenceIdOf` its result. */
      readonly about: Hex;
    }
  | { readonly refusal: RefusalCode; readonly detail: string | undefined }
);

/** Reads bundles that others brought. */
export interface BundleReader {
  /** The same bytes are read once. @throws Error where they could not be read */
  read(bytes: Uint8Array): Promise<BundleReading>;
  /** As `joinBundles`, of two that were read. @throws Error where they could not be read */
  join(first: Uint8Array, second: Uint8Array): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** What a thread is asked for: to read one, or to join two. */
export type BundleCall = readonly [Uint8Array] | readonly [Uint8Array, Uint8Array];

/** Reads a bundle here and now, as `readEvidence`: one of 34 MB takes seconds. */
export async function readBundle(network: NetworkIdentity, bytes: Uint8Array): Promise<BundleReading> {
  const hash = evidenceHashOf(bytes);
  try {
    const { claim } = await readEvidence(network, bytes);
    return { hash, about: evidenceIdOf(claim) };
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    return { hash, refusal: error.code, detail: error.detail };
  }
}
