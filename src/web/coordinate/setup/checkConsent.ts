import type { Address } from 'viem';
import { identityOf, type NetworkConfig } from '#chain/networkConfig.ts';
import { ROLE } from '#chain/roster.ts';
import { type ConsentLine, parseConsentLine } from '#protocol/signed/consentLine.ts';
import { isConsentSigned } from '#protocol/signed/operatorConsent.ts';
import type { MessageKey } from '#web/language/messageKey.ts';

/** Why the staking contract would refuse a consent. */
export type ConsentProblem =
  | 'NOT_READABLE'
  | 'OTHER_CHAIN'
  | 'OTHER_OWNER'
  | 'EXPIRED'
  | 'NOT_SIGNED'
  | 'KEY_USED';

export const CONSENT_SENTENCES: Record<ConsentProblem, MessageKey> = {
  NOT_READABLE: 'coordinate.checkConsent.notReadable',
  OTHER_CHAIN: 'coordinate.checkConsent.otherChain',
  OTHER_OWNER: 'coordinate.checkConsent.otherOwner',
  EXPIRED: 'coordinate.checkConsent.expired',
  NOT_SIGNED: 'coordinate.checkConsent.notSigned',
  KEY_USED: 'coordinate.checkConsent.keyUsed',
};

export type CheckedConsent = { ok: true; consent: ConsentLine } | { ok: false; problem: ConsentProblem };

export interface ConsentFacts {
  config: NetworkConfig;
  /** The connected wallet, which is to own the node. */
  owner: Address;
  /** Of the chain, or of this machine if that is later. */
  nowSeconds: number;
  /** The node that a key serves or once served; 0 for none. */
  nodeIdOf(operator: Address): Promise<bigint>;
}

/** Whether the staking contract will take this consent from this wallet. */
export async function checkConsent(text: string, facts: ConsentFacts): Promise<CheckedConsent> {
  const consent = parseConsentLine(text);
  const problem = consent === undefined ? 'NOT_READABLE' : await problemOf(consent, facts);
  if (consent === undefined || problem !== undefined)
    return { ok: false, problem: problem ?? 'NOT_READABLE' };
  return { ok: true, consent };
}

async function problemOf(
  { chainId, operator, owner, deadline, signature }: ConsentLine,
  facts: ConsentFacts,
): Promise<ConsentProblem | undefined> {
  if (chainId !== facts.config.chainId) return 'OTHER_CHAIN';
  if (owner.toLowerCase() !== facts.owner.toLowerCase()) return 'OTHER_OWNER';
  const signed = { owner, role: ROLE.coordinator, operator, deadline };
  if (!(await isConsentSigned(identityOf(facts.config), signed, signature))) return 'NOT_SIGNED';
  if (Number(deadline) <= facts.nowSeconds) return 'EXPIRED';
  return (await facts.nodeIdOf(operator)) === 0n ? undefined : 'KEY_USED';
}
