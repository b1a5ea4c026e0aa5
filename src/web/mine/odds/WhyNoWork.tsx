import { useState } from 'react';
import { Link } from 'wouter';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { Figure } from '#web/components/Figure.tsx';
import { isPhoneScreen } from '#web/design/oneColumn.ts';
import { t } from '#web/language/translate.ts';
import type { Miner } from '#web/mine/miner/useMiner.ts';
import { noWorkReasons } from '#web/mine/odds/noWorkReasons.ts';
import { type NamedOdds, useWorkOdds } from '#web/mine/odds/useWorkOdds.ts';
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

/** The odds by model, where the tab has several: they differ by who else has it, and by what apps ask for. */
export function ModelOddsList({ byModel }: { byModel: readonly NamedOdds[] }) {
  if (byModel.length < 2) return null;
  return (
    <ul className="points" aria-label={t('mine.modelOdds.byModel')}>
      {byModel.map(({ id, name, share, tasks, secondsPerTask }) => {
        const values = { name, share: formatFraction(share), tasks };
        return (
          <li key={id}>
            {secondsPerTask === undefined
              ? t('mine.modelOdds.line', values)
              : t('mine.modelOdds.lineWithTime', { ...values, time: formatDuration(secondsPerTask) })}
          </li>
        );
      })}
    </ul>
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
  const { odds, byModel, isFailed, retry } = useWorkOdds(miner);
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
        <>
          <OddsFigures odds={odds} />
          <ModelOddsList byModel={byModel} />
        </>
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
