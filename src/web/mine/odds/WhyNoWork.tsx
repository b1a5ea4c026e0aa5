import { useState } from 'react';
import { Link } from 'wouter';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { Figure } from '#web/components/Figure.tsx';
import { isPhoneScreen } from '#web/design/oneColumn.ts';
import { t } from '#web/language/translate.ts';
import type { Miner } from '#web/mine/miner/useMiner.ts';
import { noWorkReasons } from '#web/mine/odds/noWorkReasons.ts';
import { useWorkOdds } from '#web/mine/odds/useWorkOdds.ts';
import type { WorkOdds } from '#web/mine/odds/workOdds.ts';
import { formatCount, formatFraction } from '#web/money/amount.ts';
import { formatDuration } from '#web/time/moment.ts';

type AskingMiner = Pick<Miner, 'client' | 'status' | 'restReasons' | 'minesFrom'>;

function OddsFigures({ odds }: { odds: WorkOdds }) {
  const { share, tasksPerMinute, secondsPerTask } = odds;
  return (
    <>
      <dl className="figures" aria-label={t('mine.whyNoWork.odds')}>
        <Figure name={t('mine.whyNoWork.share')}>{formatFraction(share)}</Figure>
        <Figure name={t('mine.whyNoWork.tasksPerMinute')}>
          {formatCount(Number(tasksPerMinute.toPrecision(2)))}
        </Figure>
        <Figure name={t('mine.whyNoWork.oneTaskEvery')}>
          {secondsPerTask === undefined ? null : formatDuration(secondsPerTask)}
        </Figure>
      </dl>
      <p className="hint">
        {t(tasksPerMinute === 0 ? 'mine.whyNoWork.noTaskCame' : 'mine.whyNoWork.howItIsCounted')}
      </p>
    </>
  );
}

/** What its owner can do meanwhile. */
export function Advice() {
  return (
    <p className="hint">
      {isPhoneScreen() && `${t('mine.whyNoWork.keepOpen')} `}
      <Link href="/create">{t('mine.whyNoWork.makeATask')}</Link>
    </p>
  );
}

function Answer({ miner }: { miner: AskingMiner }) {
  const { odds, isFailed, retry } = useWorkOdds(miner);
  const reasons = noWorkReasons(miner.status, miner);
  return (
    <>
      {reasons.length > 0 && (
        <ul aria-label={t('mine.whyNoWork.reasons')}>
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      {odds !== undefined ? (
        <OddsFigures odds={odds} />
      ) : isFailed ? (
        <p className="warn" role="alert">
          {t('mine.whyNoWork.unread')}{' '}
          <ActionButton className="small" onClick={retry}>
            {t('mine.runPanel.tryAgain')}
          </ActionButton>
        </p>
      ) : (
        <p className="muted" role="status">
          {t('mine.whyNoWork.asking')}
        </p>
      )}
      <Advice />
    </>
  );
}

/** What keeps tasks from this tab, and how often the draw gives it one. Asked for only once it is opened. */
export function WhyNoWork({ miner }: { miner: AskingMiner }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        {t(miner.status.current.length > 0 ? 'mine.whyNoWork.howOften' : 'mine.whyNoWork.whyNoWork')}
      </summary>
      {isOpen && <Answer miner={miner} />}
    </details>
  );
}
