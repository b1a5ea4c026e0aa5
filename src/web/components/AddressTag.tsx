import type { Address } from 'viem';

export const shortAddress = (address: Address): string => `${address.slice(0, 6)}…${address.slice(-4)}`;

/** An address, short to the eye and whole to the pointer and to screen readers. */
export function AddressTag({ address }: { address: Address }) {
  return (
    <code className="address" title={address} aria-label={address}>
      {shortAddress(address)}
    </code>
  );
}
