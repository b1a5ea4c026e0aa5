import { usePrefetchQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { CATALOGUE } from '#web/catalogue/siteModel.ts';
import { EmptyNotice, ProblemNotice } from '#web/components/Notice.tsx';
import { PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { useAudits } from '#web/create/audit/useAudits.ts';
import { absenceSentence, isToldByOrder } from '#web/create/order/absence.ts';
import { useOrder } from '#web/create/order/useOrder.ts';
import { type DraftView, useDraft } from '#web/create/prompt/draft.ts';
import { PromptForm } from '#web/create/prompt/PromptForm.tsx';
import { ResultPanel } from '#web/create/results/ResultPanel.tsx';
import { saveResult } from '#web/create/saved/resultStore.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';
import { useLastResult } from '#web/create/saved/useLastResult.ts';
import { wantsSpotChecks } from '#web/create/spot/spotChoice.ts';
import { useSpotChecks } from '#web/create/spot/useSpotChecks.ts';
import { type ReachableCoordinator, useCoordinators } from '#web/queries/useCoordinators.ts';
import { useModels } from '#web/queries/useModels.ts';
import { lastAnswerSentence } from '#web/time/lastAnswer.ts';
import '#web/create/create.css';
import '#web/create/firstScreen.css';
import '#web/create/results/receipt.css';
import { t } from '#web/language/translate.ts';

/** The model that a link to this page names, chosen once: what the visitor chooses then stays. */
function useLinkedModel({ change }: DraftView): void {
  const search = useSearch();
  const [, navigate] = useLocation();
  useEffect(() => {
    const linked = new URLSearchParams(search);
    const [kind, model] = [linked.get('kind'), linked.get('model')];
    if (model === null || (kind !== 'image' && kind !== 'text')) return;
    change(({ models }) => ({ kind, models: { ...models, [kind]: model } }));
    navigate('/create', { replace: true });
  }, [search, change, navigate]);
}

/** Keeps a new result; this device checks it later if it is drawn. */
const saveDrawn = async (result: SavedResult) => {
  if (!wantsSpotChecks()) return saveResult(result);
  const { drawSpot } = await import('#web/create/spot/drawSpot.ts');
  return saveResult(drawSpot(result));
};

function Workbench({ coordinators }: { coordinators: ReachableCoordinator[] }) {
  const view = useDraft();
  useLinkedModel(view);
  const { draft, change, setPicture } = view;
  const coordinator =
    coordinators.find(({ node }) => String(node.id) === draft.coordinator) ?? coordinators[0]!;
  const models = useModels(coordinator.url);
  const { state, run } = useOrder(saveDrawn);
  useSpotChecks(state.phase === 'working');
  const current = useAudits(state.phase === 'done' ? [state.result] : []);
  const last = useLastResult();
  const form = useRef<HTMLDivElement>(null);

  const canStart = models.data?.some(({ cuckoo }) => cuckoo.edits === true) ?? false;
  /** A picture that was made here, to start the next one from. */
  const startFrom = (image: Blob) => {
    change({ kind: 'image' });
    setPicture(image);
    form.current?.scrollIntoView({ block: 'nearest' });
  };
  const onStartFrom = canStart ? startFrom : undefined;

  const ordered = state.phase === 'working' && state.url === coordinator.url ? state.task : null;
  const unserved =
    ordered?.status !== 'queued' || models.isError
      ? undefined
      : models.data?.find(({ id, cuckoo }) => id === ordered.model && cuckoo.miners === 0);

  return (
    <div className="workbench">
      <div ref={form}>
        <PromptForm
          coordinators={coordinators}
          coordinator={coordinator}
          draft={view}
          models={models.data}
          away={models.isError}
          working={state.phase === 'working'}
          onOrder={(order) => void run.start(order)}
        />
        {models.isError && !isToldByOrder(state, coordinator.url) && (
          <p className="warn workbench-problem" role="alert">
            {absenceSentence(coordinator, models.error, coordinators.length > 1)}{' '}
            {lastAnswerSentence(models.dataUpdatedAt)}
          </p>
        )}
      </div>
      <ResultPanel
        state={state.phase === 'done' ? { ...state, result: current(state.result) } : state}
        unserved={unserved?.cuckoo.name}
        last={last?.prompt}
        onCancel={() => void run.cancel()}
        onRetry={run.canRetry ? () => void run.retry() : undefined}
        onStartFrom={onStartFrom}
      />
    </div>
  );
}

export function CreatePage() {
  usePageTitle(t('shell.pageHead.create'));
  // Its words are needed as soon as a coordinator has named its models.
  usePrefetchQuery(CATALOGUE);
  const { coordinators, error, retry } = useCoordinators();
  return (
    <>
      <PageHead path="/create">
        <p className="to-gallery">
          <Link href="/gallery">{t('create.createPage.yourGallery')}</Link>
        </p>
      </PageHead>
      {coordinators === undefined &&
        (error === null ? (
          <p className="page-loading muted" role="status">
            {t('create.createPage.lookingForCoordinatorsOn')}
          </p>
        ) : (
          <ProblemNotice what={t('create.createPage.theListOfCoordinators')} onRetry={retry} />
        ))}
      {coordinators?.length === 0 && (
        <EmptyNotice title={t('create.createPage.noCoordinatorIsActive')}>
          <p>{t('create.createPage.tasksGoToA')}</p>
        </EmptyNotice>
      )}
      {coordinators !== undefined && coordinators.length > 0 && <Workbench coordinators={coordinators} />}
    </>
  );
}
