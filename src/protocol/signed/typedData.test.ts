import { keccak256 } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { isAssignmentSigned, signAssignment } from '#protocol/signed/assignment.ts';
import { checkPeerBinding, signPeerBinding } from '#protocol/signed/peerBinding.ts';
import { isReceiptSigned, signReceipt } from '#protocol/signed/receipt.ts';
import { isResultSigned, signResult } from '#protocol/signed/resultSignature.ts';
import type { NetworkIdentity, OperatorSigner } from '#protocol/signed/typedData.ts';
import { isVoucherSigned, signVoucher } from '#protocol/signed/voucher.ts';

const NETWORK = {
  chainId: 31337,
  staking: '0x1111111111111111111111111111111111111111',
  payments: '0x2222222222222222222222222222222222222222',
} as const;
const OTHER_CONTRACT = '0x3333333333333333333333333333333333333333';
const NOW = 1_800_000_000;
const [signer, stranger, miner] = Array.from({ length: 3 }, () => privateKeyToAccount(generatePrivateKey()));
const [first, second] = [keccak256('0x01'), keccak256('0x02')];
/** No key can produce it. */
const IMPOSSIBLE = `0x${'ff'.repeat(65)}` as const;

interface Signed<M> {
  sign(network: NetworkIdentity, by: OperatorSigner): Promise<M>;
  isSigned(network: NetworkIdentity, message: M): Promise<boolean>;
  /** Another value for every field that the signature covers, its signer included. */
  other: Omit<Required<M>, 'signature'>;
  contract: 'staking' | 'payments';
}

function describeSigned<M extends { signature: `0x${string}` }>(what: string, signed: Signed<M>): void {
  const { sign, isSigned, other, contract } = signed;
  const wellSigned = () => sign(NETWORK, signer!);

  describe(`the signature of ${what}`, () => {
    it('is its signer’s', async () => {
      expect(await isSigned(NETWORK, await wellSigned())).toBe(true);
    });

    it.each(Object.entries(other))('covers %s', async (field, value) => {
      const changed = { ...(await wellSigned()), [field]: value };
      expect(await isSigned(NETWORK, changed)).toBe(false);
    });

    it.each([
      ['chain', { chainId: 1 }],
      ['deployment', { [contract]: OTHER_CONTRACT }],
    ])('is not valid for another %s', async (_, change) => {
      expect(await isSigned({ ...NETWORK, ...change }, await wellSigned())).toBe(false);
    });

    it.each<[string, () => Promise<`0x${string}`>]>([
      ['of a stranger', async () => (await sign(NETWORK, stranger!)).signature],
      ['of the payee or miner', async () => (await sign(NETWORK, miner!)).signature],
      ['that no key can produce', async () => IMPOSSIBLE],
    ])('is not one %s', async (_, made) => {
      const forged = { ...(await wellSigned()), signature: await made() };
      expect(await isSigned(NETWORK, forged)).toBe(false);
    });
  });
}

describeSigned('a peer binding', {
  sign: (network, by) => signPeerBinding(network, by, 'peer-of-the-signer', NOW),
  isSigned: (network, binding) =>
    checkPeerBinding(network, binding, binding.peer, NOW).then(
      () => true,
      () => false,
    ),
  other: { operator: stranger!.address, peer: 'another-peer', expiry: NOW + 60 },
  contract: 'staking',
});

describeSigned('an assignment', {
  sign: (network, by) =>
    signAssignment(network, by, {
      ...{ taskId: first, coordinator: signer!.address, miner: miner!.address, attempt: 0, rosterBlock: 12 },
      ...{ beacon: first, passed: [], unitPrice: 5n, expiry: NOW },
    }),
  isSigned: isAssignmentSigned,
  other: {
    ...{ taskId: second, coordinator: stranger!.address, miner: stranger!.address, attempt: 1 },
    ...{ rosterBlock: 13, beacon: second, passed: [stranger!.address], unitPrice: 6n, expiry: NOW + 1 },
  },
  contract: 'staking',
});

describeSigned('a receipt', {
  sign: async (network, by) => ({
    ...(await signReceipt(network, by, {
      ...{ taskId: first, miner: miner!.address, result: first, units: 7, amount: 35n, finishedAt: NOW },
    })),
    coordinator: signer!.address,
  }),
  isSigned: isReceiptSigned,
  other: {
    ...{ taskId: second, coordinator: stranger!.address, miner: stranger!.address, result: second },
    ...{ units: 8, amount: 36n, finishedAt: NOW + 1 },
  },
  contract: 'staking',
});

describeSigned('a result', {
  sign: async (network, by) => ({
    ...{ assignment: first, result: first, units: 7, trace: first, miner: signer!.address },
    signature: await signResult(network, by, { assignment: first, result: first, units: 7, trace: first }),
  }),
  isSigned: (network, { miner: by, signature, ...claim }) =>
    isResultSigned(network, claim, { miner: by, signature }),
  other: { assignment: second, result: second, units: 8, trace: second, miner: stranger!.address },
  contract: 'staking',
});

describeSigned('a voucher', {
  sign: async (network, by) => ({
    ...(await signVoucher(network, by, miner!.address, 35n)),
    payer: signer!.address,
  }),
  isSigned: isVoucherSigned,
  other: { payer: stranger!.address, payee: stranger!.address, cumulative: 36n },
  contract: 'payments',
});
