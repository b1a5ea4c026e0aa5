import type { CurrentTask, MinerStatus } from '#miner/status/minerStatus.ts';
import { ClockHouse } from '#web/components/ClockHouse.tsx';
import { Egg } from '#web/components/Egg.tsx';
import { Figure } from '#web/components/Figure.tsx';
import { ModelProgress } from '#web/mine/models/ModelChoice.tsx';
import { modelsShown } from '#web/mine/models/modelsShown.ts';
import { workSentence } from '#web/mine/work/workSentence.ts';
import { formatCount } from '#web/money/amount.ts';
import { formatElapsed } from '#web/time/moment.ts';

/** Phases before the first task. */
const PREPARING: readonly MinerStatus['phase'][] = ['checking', 'loading', 'proving', 'connecting'];

function TaskFace({ task: { done, total, text } }: { task: CurrentTask }) {
  if (text !== null) return <p className="face-text writing">{text}</p>;
  return (
    <div className="face-task">
      <p className="digits face-count">
        {formatCount(done)}
        {total !== null && ` / ${formatCount(total)}`}
      </p>
      <progress aria-label="Current task" max={total ?? 1} value={total === null ? undefined : done} />
    </div>
  );
}

function CurrentFace({ status: { current, phase } }: { status: MinerStatus }) {
  const [task, ...others] = current;
  if (task === undefined) return <Egg working={PREPARING.includes(phase)} />;
  if (others.length === 0) return <TaskFace task={task} />;
  return (
    <ul className="face-texts" aria-label="Texts at once">
      {current.map(({ taskId, text }) => (
        <li key={taskId}>
          <p className="face-text writing">{text}</p>
        </li>
      ))}
    </ul>
  );
}

/** To three digits. */
const speed = (tokensPerSecond: number) => `${formatCount(Number(tokensPerSecond.toPrecision(3)))} tokens/s`;

/** What this tab does now and has done since it was started. */
export function WorkPanel({ status }: { status: MinerStatus }) {
  const failed = status.phase === 'failed';
  const isWorking = status.current.length > 0;
  return (
    <section className="card work" aria-label="This tab’s work">
      <ClockHouse working={isWorking} calling={status.phase === 'mining' && !isWorking && !status.resting}>
        <CurrentFace status={status} />
      </ClockHouse>
      <p
        className="flow-status"
        data-phase={failed ? 'failed' : status.phase}
        role={failed ? 'alert' : 'status'}
      >
        {workSentence(status)}
      </p>
      <dl className="figures" aria-label="Work">
        <Figure name="Tasks done">{formatCount(status.tasksDone)}</Figure>
        <Figure name="Failed">{formatCount(status.tasksFailed)}</Figure>
        <Figure name="An image takes">
          {status.secondsPerImage === null ? null : formatElapsed(status.secondsPerImage)}
        </Figure>
        <Figure name="Text">{status.tokensPerSecond === null ? null : speed(status.tokensPerSecond)}</Figure>
      </dl>
      <ModelProgress models={modelsShown(status)} />
    </section>
  );
}
