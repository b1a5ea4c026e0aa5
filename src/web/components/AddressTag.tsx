import type { Address } from 'viem';

export const shortAddress = (address: Address): string => `${address.slice(0, 6)}…${address.slice(-4)}`;

/** An address, shortened on screen and complete in its tooltip and for screen readers. */
export function AddressTag({ address }: { address: Address }) {
  return (
    <code className="address short" title={address} aria-label={address}>
      {shortAddress(address)}
    </code>
  );
}
