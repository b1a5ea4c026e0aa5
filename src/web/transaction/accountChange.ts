import type { Address } from 'viem';
import { t } from '#web/language/translate.ts';
import { shortAddress } from '#web/wallet/shortAddress.ts';

/**
 * Why a flow ended whose account is not the wallet's any more.
 * @param now the wallet's account; undefined once none is connected
 * @param isPartSent whether the flow had sent its first transactions: only the rest was not
 */
export function accountChangeSentence(now: Address | undefined, isPartSent: boolean): string {
  const sent = isPartSent ? 'part' : 'none';
  return now === undefined
    ? t('transaction.accountChange.disconnected', { sent })
    : t('transaction.accountChange.changed', { address: shortAddress(now), sent });
}
