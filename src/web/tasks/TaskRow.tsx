import { parseEther } from 'viem';
import { Link } from 'wouter';
import type { ApiListedTask } from '#protocol/task/apiTaskList.ts';
import type { TaskStatus } from '#protocol/task/taskLife.ts';
import { AddressTag } from '#web/components/AddressTag.tsx';
import { Badge, type Tone } from '#web/components/Badge.tsx';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import { ExactAmount } from '#web/money/ExactAmount.tsx';
import { taskPath } from '#web/paths/taskPath.ts';
import { formatMoment } from '#web/time/moment.ts';

const STATES: Record<TaskStatus, { name: MessageKey; tone: Tone }> = {
  queued: { name: 'tasks.taskRow.queued', tone: 'neutral' },
  assigned: { name: 'tasks.taskRow.assigned', tone: 'neutral' },
  running: { name: 'tasks.taskRow.running', tone: 'neutral' },
  done: { name: 'tasks.taskRow.done', tone: 'good' },
  failed: { name: 'tasks.taskRow.failed', tone: 'bad' },
  cancelled: { name: 'tasks.taskRow.cancelled', tone: 'warn' },
  expired: { name: 'tasks.taskRow.expired', tone: 'warn' },
};

/** Digits of an id that are shown: enough to tell those of one list apart. */
const SHOWN_DIGITS = 8;

/** An amount that a coordinator names: any text, so it may be no number. */
function weiOf(text: string): bigint | undefined {
  try {
    return parseEther(text);
  } catch {
    return undefined;
  }
}

function Paid({ cai }: { cai: string }) {
  const wei = weiOf(cai);
  return wei === undefined ? cai : <ExactAmount wei={wei} unit="CAI" />;
}

/** One task in a row of the table. Its prompt is nowhere on it: only its client may read that. */
export function TaskRow({ task }: { task: ApiListedTask }) {
  const { name, tone } = STATES[task.status];
  const shown = `${task.id.slice(0, 2 + SHOWN_DIGITS)}…`;
  return (
    <tr>
      <th scope="row">
        <Link href={taskPath(task.id)} aria-label={t('tasks.taskRow.taskId', { id: shown })} title={task.id}>
          <code dir="ltr">{shown}</code>
        </Link>
      </th>
      <td>
        {t(task.kind === 'image' ? 'tasks.taskRow.image' : 'tasks.taskRow.text')}
        <small className="muted">
          <bdi>{task.model}</bdi>
        </small>
      </td>
      <td>
        <Badge tone={tone}>{t(name)}</Badge>
      </td>
      <td>{task.miner === null ? '–' : <AddressTag address={task.miner} />}</td>
      <td>{formatMoment(task.finished_at ?? task.created_at)}</td>
      <td>{task.amount_cai === null ? '–' : <Paid cai={task.amount_cai} />}</td>
    </tr>
  );
}
