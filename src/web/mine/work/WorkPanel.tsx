import type { CurrentTask, MinerStatus } from '#miner/status/minerStatus.ts';
import { ClockHouse } from '#web/components/ClockHouse.tsx';
import { Egg } from '#web/components/Egg.tsx';
import { Figure } from '#web/components/Figure.tsx';
import { ModelProgress } from '#web/mine/models/ModelChoice.tsx';
import { workSentence } from '#web/mine/work/workSentence.ts';

/** Phases before the first task. */
const PREPARING: readonly MinerStatus['phase'][] = ['checking', 'loading', 'proving', 'connecting'];

function TaskFace({ task: { done, total, text } }: { task: CurrentTask }) {
  if (text !== null) return <p className="face-text writing">{text}</p>;
  return (
    <div className="face-task">
      <p className="digits face-count">
        {done}
        {total !== null && ` / ${total}`}
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

/** A speed to three digits. */
const speed = (value: number | null, unit: string) =>
  value === null ? '–' : `${Number(value.toPrecision(3))} ${unit}`;

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
        <Figure name="Tasks done">{status.tasksDone}</Figure>
        <Figure name="Failed">{status.tasksFailed}</Figure>
        <Figure name="An image takes">{speed(status.secondsPerImage, 's')}</Figure>
        <Figure name="Text">{speed(status.tokensPerSecond, 'tokens/s')}</Figure>
      </dl>
      <ModelProgress models={status.models} />
    </section>
  );
}
