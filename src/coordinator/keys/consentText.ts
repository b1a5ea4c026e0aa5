import type { Address } from 'viem';
import { identityOf, type NetworkConfig } from '#chain/networkConfig.ts';
import { ROLE } from '#chain/roster.ts';
import { formatConsentLine } from '#protocol/signed/consentLine.ts';
import { signOperatorConsent } from '#protocol/signed/operatorConsent.ts';
import type { OperatorSigner } from '#protocol/signed/typedData.ts';

/** Time to get CAI and to find somebody with the owner's hardware wallet, in seconds. */
const CONSENT_LIFETIME_S = 7 * 24 * 3_600;

/** The operator key's consent to serve a coordinator of this owner, for a week from now. */
export async function consentLine(
  config: NetworkConfig,
  signer: OperatorSigner,
  owner: Address,
  nowSeconds: number,
): Promise<string> {
  const deadline = BigInt(nowSeconds + CONSENT_LIFETIME_S);
  const signature = await signOperatorConsent(identityOf(config), signer, {
    ...{ owner, role: ROLE.coordinator, deadline },
  });
  return formatConsentLine({
    ...{ chainId: config.chainId, operator: signer.address, owner, deadline, signature },
  });
}
