import { EmptyNotice, ProblemNotice } from '#web/components/Notice.tsx';
import { PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import { TaskRow } from '#web/tasks/TaskRow.tsx';
import { useTaskList } from '#web/tasks/useTaskList.ts';
import '#web/tasks/tasks.css';

const COLUMNS: MessageKey[] = [
  ...(['tasks.tasksPage.task', 'tasks.tasksPage.what', 'tasks.tasksPage.state'] as const),
  ...(['tasks.tasksPage.miner', 'tasks.tasksPage.when', 'tasks.tasksPage.price'] as const),
];

/** The newest tasks of the whole network, as far as its coordinators tell. */
export function TasksPage() {
  usePageTitle(t('shell.pageHead.tasks'));
  const list = useTaskList();
  const { tasks, silent } = list;
  return (
    <>
      <PageHead path="/tasks" />
      {list.isChainAway && <ProblemNotice what={t('tasks.tasksPage.notRead')} onRetry={list.retry} />}
      {!list.isChainAway && tasks === undefined && (
        <p className="page-loading muted" role="status">
          {t('tasks.tasksPage.asking')}
        </p>
      )}
      {silent.length > 0 && (
        <p className="warn" role="alert">
          {t('tasks.tasksPage.silent', { names: silent.join(', ') })}{' '}
          <button type="button" className="button small" onClick={list.retry}>
            {t('tasks.tasksPage.tryAgain')}
          </button>
        </p>
      )}
      {tasks?.length === 0 && silent.length === 0 && (
        <EmptyNotice title={t('tasks.tasksPage.none')}>
          <p>
            {t(list.hasCoordinators === false ? 'tasks.tasksPage.noCoordinator' : 'tasks.tasksPage.noneYet')}
          </p>
        </EmptyNotice>
      )}
      {tasks !== undefined && tasks.length > 0 && (
        <div className="card task-scroll" role="region" aria-label={t('shell.pageHead.tasks')} tabIndex={0}>
          <table className="task-table">
            <thead>
              <tr>
                {COLUMNS.map((name) => (
                  <th key={name} scope="col">
                    {t(name)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {tasks.map((task) => (
                <TaskRow key={task.id} task={task} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.hasMore && (
        <p className="task-more">
          <button type="button" className="button" aria-busy={list.isReadingMore} onClick={list.readMore}>
            {t('tasks.tasksPage.older')}
          </button>
        </p>
      )}
    </>
  );
}
