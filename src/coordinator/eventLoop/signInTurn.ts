import { processSlice } from '#coordinator/eventLoop/loopSlice.ts';
import type { OperatorSigner } from '#protocol/signed/typedData.ts';

/**
 * A signer that lets the event loop turn between signatures: each takes milliseconds, and a burst asks for
 * many.
 */
export const signInTurn = (signer: OperatorSigner): OperatorSigner => ({
  address: signer.address,
  signTypedData: (data) => processSlice.compute(() => signer.signTypedData(data)),
});
