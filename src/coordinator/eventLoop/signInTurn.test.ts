import { expect, it } from 'vitest';
import { signInTurn } from '#coordinator/eventLoop/signInTurn.ts';
import type { OperatorSigner } from '#protocol/signed/typedData.ts';

it('signInTurn signs one after the other', async () => {
  let [underWay, most] = [0, 0];
  const signer: OperatorSigner = {
    address: `0x${'11'.repeat(20)}`,
    signTypedData: async ({ primaryType }) => {
      most = Math.max(most, (underWay += 1));
      await new Promise(setImmediate);
      underWay -= 1;
      return `0x${primaryType}`;
    },
  };
  const inTurn = signInTurn(signer);
  const sign = (primaryType: string) =>
    inTurn.signTypedData({ domain: {}, types: {}, primaryType, message: {} });
  expect(await Promise.all([sign('aa'), sign('bb'), sign('cc')])).toEqual(['0xaa', '0xbb', '0xcc']);
  expect(most).toBe(1);
  expect(inTurn.address).toBe(signer.address);
});
