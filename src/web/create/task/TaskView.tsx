import type { ApiTask } from '#protocol/messages/api.ts';
import { CopyButton } from '#web/clipboard/CopyButton.tsx';
import { Badge, type Tone } from '#web/components/Badge.tsx';
import { PageHead } from '#web/components/PageHead.tsx';
import { MadeImage } from '#web/create/results/MadeImage.tsx';
import { Receipt } from '#web/create/results/Receipt.tsx';
import type { AnyResult, SavedResult } from '#web/create/saved/savedResult.ts';
import { taskJourney } from '#web/create/task/taskJourney.tsx';
import { onDemand } from '#web/design/onDemand.tsx';
import { t } from '#web/language/translate.ts';
import { formatMoment } from '#web/time/moment.ts';

const SharedPart = onDemand(async () => (await import('#web/create/share/SharedPart.tsx')).SharedPart);

function toneOf(status: ApiTask['status']): Tone {
  if (status === 'done') return 'good';
  return status === 'failed' || status === 'expired' ? 'bad' : 'neutral';
}

/** What the one who asked for it alone has: the prompt and the result. */
function Own({ result }: { result: SavedResult }) {
  return (
    <section className="card" aria-label={t('create.taskView.yourResult')}>
      <h2>{t('create.taskView.yourResult')}</h2>
      <p className="made-prompt own-words">{result.prompt}</p>
      {result.kind === 'image' ? (
        <div className="task-image">
          <MadeImage
            image={result.image}
            prompt={result.prompt}
            seed={result.receipt.seed}
            save={t('create.gallery.save')}
            onStartFrom={undefined}
          />
        </div>
      ) : (
        <p className="own-words">{result.text}</p>
      )}
    </section>
  );
}

function Journey({ task, unreplaced }: { task: ApiTask; unreplaced: string | undefined }) {
  return (
    <section className="card" aria-labelledby="journey-title">
      <h2 id="journey-title">{t('create.taskView.journey')}</h2>
      <ol className="journey">
        {taskJourney(task, unreplaced).map(({ at, sentence, tone }, place) => (
          <li key={String(place)} data-tone={tone} aria-current={tone === 'now' || undefined}>
            <span>{sentence}</span>
            {at !== null && <time dateTime={new Date(at * 1_000).toISOString()}>{formatMoment(at)}</time>}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** @param props.task undefined while no coordinator tells of it; `own` is known then */
export function TaskView(props: {
  id: string;
  task: ApiTask | undefined;
  /** The coordinator that tells of the task. */
  url: string | undefined;
  own: SavedResult | undefined;
  isAway: boolean;
}) {
  const { id, task, url, own, isAway } = props;
  const receipt = task?.receipt;
  const shown: AnyResult | undefined =
    own ??
    (task && receipt
      ? { kind: 'unseen', made: task.kind, id, prompt: id, receipt, createdAt: task.created_at }
      : undefined);
  return (
    <>
      <PageHead path="/tasks/:id">
        <p className="state-line">
          {task !== undefined && (
            <Badge tone={toneOf(task.status)}>{t('create.taskView.status', { status: task.status })}</Badge>
          )}
          <code className="hash task-id">{id}</code>
          <CopyButton content={id} what={t('create.taskView.theTasksId')} />
        </p>
        {own === undefined && <p>{t('create.taskView.onlyItsMaker')}</p>}
      </PageHead>
      {isAway && (
        <p className="warn task-away" role="alert">
          {t('create.taskView.noCoordinatorAnswers')}
        </p>
      )}
      <div className="columns">
        {own !== undefined && <Own result={own} />}
        {own === undefined && url !== undefined && task?.status === 'done' && (
          <SharedPart url={url} id={task.id} />
        )}
        {task !== undefined && (
          <Journey task={task} unreplaced={own?.receipt.task_id === task.id ? own.unreplaced : undefined} />
        )}
        <section className="card" aria-labelledby="receipt-title">
          <h2 id="receipt-title">{t('create.taskView.receiptAndPrice')}</h2>
          {shown === undefined ? (
            <p className="muted">{t('create.taskView.nothingDelivered')}</p>
          ) : (
            // The journey tells of its task's own audit.
            <Receipt
              result={shown}
              open
              withAudit={shown.replaced !== undefined || shown.receipt.task_id !== task?.id}
            />
          )}
        </section>
      </div>
    </>
  );
}
