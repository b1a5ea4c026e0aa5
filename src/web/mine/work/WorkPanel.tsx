import type { ReactNode, Ref } from 'react';
import type { CurrentTask, MinerStatus } from '#miner/status/minerStatus.ts';
import { ClockHouse } from '#web/components/ClockHouse.tsx';
import { Egg } from '#web/components/Egg.tsx';
import { Figure } from '#web/components/Figure.tsx';
import { t } from '#web/language/translate.ts';
import type { Miner } from '#web/mine/miner/useMiner.ts';
import { ModelProgress } from '#web/mine/models/ModelChoice.tsx';
import { modelsShown } from '#web/mine/models/modelsShown.ts';
import { workSentence } from '#web/mine/work/workSentence.ts';
import { formatCount } from '#web/money/amount.ts';
import { formatElapsed } from '#web/time/moment.ts';

/** Phases before the first task. */
const PREPARING: readonly MinerStatus['phase'][] = ['checking', 'loading', 'proving', 'connecting'];

function TaskFace({ task: { done, total, text } }: { task: CurrentTask }) {
  if (text !== null) return <p className="face-text writing own-words">{text}</p>;
  return (
    <div className="face-task">
      <p className="digits face-count">
        {formatCount(done)}
        {total !== null && ` / ${formatCount(total)}`}
      </p>
      <progress
        aria-label={t('mine.workPanel.currentTask')}
        max={total ?? 1}
        value={total === null ? undefined : done}
      />
    </div>
  );
}

function CurrentFace({ status: { current, phase } }: { status: MinerStatus }) {
  const [task, ...others] = current;
  if (task === undefined) return <Egg working={PREPARING.includes(phase)} />;
  if (others.length === 0) return <TaskFace task={task} />;
  return (
    <ul className="face-texts" aria-label={t('mine.workPanel.textsAtOnce')}>
      {current.map(({ taskId, text }) => (
        <li key={taskId}>
          <p className="face-text writing own-words">{text}</p>
        </li>
      ))}
    </ul>
  );
}

/** To three digits. */
const speed = (tokensPerSecond: number) =>
  t('mine.workPanel.toprecisionTokensS', {
    toPrecision: formatCount(Number(tokensPerSecond.toPrecision(3))),
  });

interface WorkPanelProps {
  miner: Pick<Miner, 'status' | 'restReason' | 'minesFrom'>;
  /** Below the sentence that says what it does. */
  children?: ReactNode;
  /** May take the focus. */
  ref?: Ref<HTMLElement>;
}

/** What this tab does now and has done since it was started. */
export function WorkPanel({ miner, children, ref }: WorkPanelProps) {
  const { status } = miner;
  const failed = status.phase === 'failed';
  const isWorking = status.current.length > 0;
  return (
    <section ref={ref} tabIndex={-1} className="card work" aria-label={t('mine.workPanel.thisTabsWork')}>
      <ClockHouse working={isWorking} calling={status.phase === 'mining' && !isWorking && !status.resting}>
        <CurrentFace status={status} />
      </ClockHouse>
      <p
        className="flow-status"
        data-phase={failed ? 'failed' : status.phase}
        role={failed ? 'alert' : 'status'}
      >
        {workSentence(status, miner)}
      </p>
      {children}
      <dl className="figures" aria-label={t('mine.workPanel.work')}>
        <Figure name={t('mine.workPanel.tasksDone')} note={t('mine.workPanel.sinceThisStart')}>
          {formatCount(status.tasksDone)}
        </Figure>
        <Figure name={t('mine.workPanel.failed')}>{formatCount(status.tasksFailed)}</Figure>
        <Figure name={t('mine.workPanel.anImageTakes')}>
          {status.secondsPerImage === null ? null : formatElapsed(status.secondsPerImage)}
        </Figure>
        <Figure name={t('mine.workPanel.text')}>
          {status.tokensPerSecond === null ? null : speed(status.tokensPerSecond)}
        </Figure>
      </dl>
      <ModelProgress models={modelsShown(status)} />
    </section>
  );
}
