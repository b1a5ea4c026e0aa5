import type { Role } from '#chain/roster.ts';
import { t } from '#web/language/translate.ts';
import { formatCai } from '#web/money/amount.ts';
import { useSlashParts } from '#web/staking/slash/useSlashParts.ts';
import { formatDuration } from '#web/time/moment.ts';

const percentOf = (bps: number): string => `${bps / 100} %`;

const BASIS_POINTS = 10_000n;

interface SlashTermsProps {
  nodeRole: Role;
  /** What is to be put there, in wei of CAI; undefined while that is not known. */
  wei?: bigint | undefined;
  /** How long stake takes to leave, in seconds; undefined while that is not known. */
  coolDown?: number | undefined;
}

/** Of an amount, what one slash takes at most. */
function ofAmount(wei: bigint, bps: number, coolDown: number | undefined): string {
  const values = { amount: formatCai(wei), most: formatCai((wei * BigInt(bps)) / BASIS_POINTS) };
  return coolDown === undefined
    ? t('staking.slashTerms.ofAmount', values)
    : t('staking.slashTerms.ofAmountAndTime', { ...values, period: formatDuration(coolDown) });
}

/** What a slash takes from stake in a node of this role. While the chain has not told it, that it may. */
export function SlashTerms({ nodeRole, wei, coolDown }: SlashTermsProps) {
  const parts = useSlashParts();
  if (parts !== undefined && wei !== undefined) {
    const most =
      nodeRole === 'miner' ? Math.max(parts.wrongResultBps, parts.twoResultsBps) : parts.wrongDrawBps;
    return <p className="muted">{ofAmount(wei, most, coolDown)}</p>;
  }
  return (
    <p className="muted">
      {parts === undefined
        ? t('staking.slashTerms.mayTakeAPart')
        : nodeRole === 'miner'
          ? t('staking.slashTerms.ofAMiner', {
              wrong: percentOf(parts.wrongResultBps),
              two: percentOf(parts.twoResultsBps),
            })
          : t('staking.slashTerms.ofACoordinator', { draw: percentOf(parts.wrongDrawBps) })}
    </p>
  );
}
