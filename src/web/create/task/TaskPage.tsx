import { useQuery } from '@tanstack/react-query';
import type { Hex } from 'viem';
import { useParams } from 'wouter';
import type { ApiTask } from '#protocol/messages/api.ts';
import { isOver } from '#protocol/task/taskLife.ts';
import { EmptyNotice } from '#web/components/Notice.tsx';
import { PageBack, PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { ApiFailure } from '#web/coordinator/apiFailure.ts';
import { findTask } from '#web/coordinator/findTask.ts';
import { useAudits } from '#web/create/audit/useAudits.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';
import { useResults } from '#web/create/saved/useResults.ts';
import { TaskView } from '#web/create/task/TaskView.tsx';
import { t } from '#web/language/translate.ts';
import { useCoordinators } from '#web/queries/useCoordinators.ts';
import '#web/create/create.css';
import '#web/create/results/receipt.css';
import '#web/create/task/task.css';

/** How often a task that goes on is looked at, in ms. */
const LOOK_MS = 2_000;

/** Whether something of it can still change soon. */
const goesOn = ({ status, receipt }: ApiTask): boolean =>
  !isOver(status) || receipt?.audit?.state === 'waiting' || receipt?.audit?.state === 'due';

/** The result of a task that this browser asked for, or of the one that did it again. */
const ownOf = (results: readonly SavedResult[], id: string): SavedResult | undefined =>
  results.find((result) => result.id === id || result.receipt.task_id === id);

const Reading = () => (
  <>
    <PageHead path="/tasks/:id" />
    <p className="page-loading muted" role="status">
      {t('create.taskPage.reading')}
    </p>
  </>
);

function NoSuchTask() {
  return (
    <div className="notice">
      <h1>{t('create.taskPage.noSuchTask')}</h1>
      <p>{t('create.taskPage.noCoordinatorKnowsIt')}</p>
    </div>
  );
}

function Task({ id }: { id: Hex }) {
  const { coordinators, error, retry } = useCoordinators();
  const urls = (coordinators ?? []).map(({ url }) => url);
  const found = useQuery({
    queryKey: ['task', id, urls],
    enabled: urls.length > 0,
    queryFn: () => findTask(urls, id),
    refetchInterval: ({ state }) => (state.data !== undefined && goesOn(state.data.task) ? LOOK_MS : false),
  });
  const saved = ownOf(useResults().results.data?.results ?? [], id);
  const current = useAudits(saved === undefined ? [] : [saved]);
  const own = saved && current(saved);
  // What is kept here is shown whether anybody answers or not.
  if (found.data !== undefined || own !== undefined)
    return (
      <TaskView
        id={id}
        task={found.data?.task}
        url={found.data?.url}
        own={own}
        isAway={found.isError || error !== null}
      />
    );
  if (found.error instanceof ApiFailure && found.error.code === 'task_not_found') return <NoSuchTask />;
  const problem = found.error?.message ?? (error === null ? null : t('create.taskPage.theChainDidNot'));
  if (problem !== null)
    return (
      <div className="notice" role="alert">
        <h1>{t('create.taskPage.couldNotBeRead')}</h1>
        <p>{problem}</p>
        <button
          type="button"
          className="button"
          onClick={() => {
            retry();
            void found.refetch();
          }}
        >
          {t('create.taskPage.tryAgain')}
        </button>
      </div>
    );
  if (coordinators?.length !== 0) return <Reading />;
  return (
    <EmptyNotice title={t('create.taskPage.noCoordinatorIsActive')}>
      <p>{t('create.taskPage.tasksAreReadThrough')}</p>
    </EmptyNotice>
  );
}

/** One task at its own address: what anybody may know, and in its maker's browser everything. */
export function TaskPage() {
  const { id = '' } = useParams<{ id: string }>();
  const isId = /^0x[0-9a-f]{64}$/.test(id);
  usePageTitle(isId ? t('create.taskPage.task') : t('create.taskPage.noSuchTask'));
  return (
    <>
      <PageBack path="/tasks/:id" />
      {isId ? <Task id={id as Hex} /> : <NoSuchTask />}
    </>
  );
}
