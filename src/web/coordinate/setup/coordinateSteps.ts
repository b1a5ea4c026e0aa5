import type { Address } from 'viem';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import { formatCai } from '#web/money/amount.ts';
import type { Step } from '#web/steps/StepList.tsx';

/** The way from a wallet to a registered coordinator, derived from what is known now. */

export type StepId = 'wallet' | 'stake' | 'key' | 'address' | 'register';

export const STEP_TITLES: Record<StepId, MessageKey> = {
  wallet: 'coordinate.steps.wallet',
  stake: 'coordinate.steps.stake',
  key: 'coordinate.steps.key',
  address: 'coordinate.steps.address',
  register: 'coordinate.steps.register',
};

export interface CoordinateFacts {
  wallet: Address | undefined;
  /** Wei of CAI; undefined while unread. */
  inWallet: bigint | undefined;
  idle: bigint | undefined;
  minimum: bigint | undefined;
  /** Of the consent, once it is good. */
  operator: Address | undefined;
  /** Once name and address are good. */
  url: string | undefined;
}

function stakeDetail({ inWallet, idle, minimum }: CoordinateFacts): string {
  if (minimum === undefined) return t('coordinate.steps.readingTheChain');
  if (inWallet === undefined || idle === undefined)
    return t('coordinate.steps.needs', { minimum: formatCai(minimum) });
  const missing = minimum - inWallet - idle;
  return missing > 0n
    ? t('coordinate.steps.missing', { missing: formatCai(missing), minimum: formatCai(minimum) })
    : t('coordinate.steps.enough', { have: formatCai(inWallet + idle) });
}

const hasEnough = ({ inWallet, idle, minimum }: CoordinateFacts): boolean =>
  inWallet !== undefined && idle !== undefined && minimum !== undefined && inWallet + idle >= minimum;

/** The checklist: the first step that is not done is the current one. */
export function coordinateSteps(facts: CoordinateFacts): Step<StepId>[] {
  const { wallet, operator, url } = facts;
  const asked: { id: StepId; done: boolean; detail: string }[] = [
    { id: 'wallet', done: wallet !== undefined, detail: wallet ?? t('coordinate.steps.itOwns') },
    { id: 'stake', done: wallet !== undefined && hasEnough(facts), detail: stakeDetail(facts) },
    {
      id: 'key',
      done: operator !== undefined,
      detail:
        operator === undefined
          ? t('coordinate.steps.keySigns')
          : t('coordinate.steps.keyConsents', { operator }),
    },
    { id: 'address', done: url !== undefined, detail: url ?? t('coordinate.steps.whereItIs') },
    { id: 'register', done: false, detail: t('coordinate.steps.oneTransaction') },
  ];
  const current = asked.find(({ done }) => !done)?.id;
  return asked.map(({ id, done, detail }) => ({
    ...{ id, detail },
    state: done ? 'done' : id === current ? 'current' : 'waiting',
  }));
}
