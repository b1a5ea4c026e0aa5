import type { Role } from '#chain/roster.ts';
import { t } from '#web/language/translate.ts';
import { useSlashParts } from '#web/staking/slash/useSlashParts.ts';

const percentOf = (bps: number): string => `${bps / 100} %`;

/** What a slash takes from stake in a node of this role. While the chain has not told it, that it may. */
export function SlashTerms({ nodeRole }: { nodeRole: Role }) {
  const parts = useSlashParts();
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
