import type { Address } from 'viem';
import { shortAddress } from '#web/wallet/shortAddress.ts';

/** An address, shortened on screen and complete in its tooltip and for screen readers. */
export function AddressTag({ address }: { address: Address }) {
  return (
    <code className="address short" title={address} aria-label={address}>
      {shortAddress(address)}
    </code>
  );
}
