import { Link } from 'wouter';
import type { OwnSlash } from '#chain/history/ownSlashes.ts';
import { t } from '#web/language/translate.ts';
import { formatCai } from '#web/money/amount.ts';
import { nodePath } from '#web/paths/nodePath.ts';
import { formatDay } from '#web/time/moment.ts';

/** When a node was slashed, and what that took of the wallet's stake. */
export function LossLine({ slash, label }: { slash: OwnSlash; label: string }) {
  const { at, lost, isGivenBack, penalty } = slash;
  return (
    <>
      <span>
        {lost === undefined
          ? t('staking.lossLine.youLostSome', { label, at: formatDay(at) })
          : t('staking.lossLine.youLost', { label, at: formatDay(at), lost: formatCai(lost) })}
        {isGivenBack && ` ${t('staking.lossLine.givenBack')}`}
      </span>{' '}
      <Link href={nodePath(penalty.nodeId)} aria-label={t('staking.lossLine.seeWhyLabel', { label })}>
        {t('staking.lossLine.seeWhy')}
      </Link>
    </>
  );
}
