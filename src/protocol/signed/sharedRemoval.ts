import type { Hex } from 'viem';
import { z } from 'zod';
import { signatureField, unixSecondsField } from '#protocol/fields.ts';
import {
  isSignedBy,
  type NetworkIdentity,
  type OperatorSigner,
  protocolDomain,
  SHARED_REMOVAL,
  typedData,
} from '#protocol/signed/typedData.ts';

/** How far the operator's clock may be from its coordinator's, in seconds: it is sent as it is signed. */
export const REMOVAL_CLOCK_S = 600;

/** The operator's word that a shared result is to be removed: `POST /v1/network/shared/:id/removal`. */
export const sharedRemovalSchema = z.strictObject({ at: unixSecondsField, signature: signatureField });
export type SharedRemoval = z.infer<typeof sharedRemovalSchema>;

const dataOf = (network: NetworkIdentity, taskId: Hex, at: number) =>
  typedData(protocolDomain(network), SHARED_REMOVAL, { taskId, at: BigInt(at) });

/**
 * Signs with the coordinator's operator key that a shared result is to be removed.
 *
 * @param at Unix seconds
 * @example const removal = await signSharedRemoval(network, account, { taskId, at: 1_700_000_000 });
 */
export async function signSharedRemoval(
  network: NetworkIdentity,
  signer: OperatorSigner,
  { taskId, at }: { taskId: Hex; at: number },
): Promise<SharedRemoval> {
  return { at, signature: await signer.signTypedData(dataOf(network, taskId, at)) };
}

/**
 * Whether `operator` has signed a removal, within REMOVAL_CLOCK_S of `nowSeconds`.
 *
 * @example
 * const isMine = await isSharedRemovalSigned(network, removal, { taskId, operator, nowSeconds });
 */
export async function isSharedRemovalSigned(
  network: NetworkIdentity,
  { at, signature }: SharedRemoval,
  about: { taskId: Hex; operator: Hex; nowSeconds: number },
): Promise<boolean> {
  if (Math.abs(about.nowSeconds - at) > REMOVAL_CLOCK_S) return false;
  return isSignedBy(dataOf(network, about.taskId, at), signature, about.operator);
}
