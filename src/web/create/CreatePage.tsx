import { usePrefetchQuery } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { CATALOGUE } from '#web/catalogue/siteModel.ts';
import { EmptyNotice, ProblemNotice } from '#web/components/Notice.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import type { SavedResult } from '#web/create/order/savedResult.ts';
import { useModels } from '#web/create/order/useModels.ts';
import { type Order, useOrder } from '#web/create/order/useOrder.ts';
import { type Kind, PromptForm } from '#web/create/prompt/PromptForm.tsx';
import { Gallery } from '#web/create/results/Gallery.tsx';
import { ResultPanel } from '#web/create/results/ResultPanel.tsx';
import { useResults } from '#web/create/results/useResults.ts';
import { type ReachableCoordinator, useCoordinators } from '#web/queries/useCoordinators.ts';
import '#web/create/create.css';

function Workbench({ coordinators }: { coordinators: ReachableCoordinator[] }) {
  const [chosen, setChosen] = useState<bigint>();
  const [kind, setKind] = useState<Kind>('image');
  const [picture, setPicture] = useState<Blob | null>(null);
  const coordinator = coordinators.find(({ node }) => node.id === chosen) ?? coordinators[0]!;
  const models = useModels(coordinator.url);
  const gallery = useResults();
  const { mutate: save } = gallery.save;
  const keep = useCallback((result: SavedResult) => save(result), [save]);
  const { state, start, cancel } = useOrder(keep);
  const last = useRef<Order | null>(null);
  const form = useRef<HTMLDivElement>(null);

  function order(next: Order): void {
    last.current = next;
    void start(next);
  }

  const canStart = models.data?.some(({ cuckoo }) => cuckoo.edits === true) ?? false;
  /** A picture that was made here, to start the next one from. */
  const startFrom = (image: Blob) => {
    setKind('image');
    setPicture(image);
    form.current?.scrollIntoView({ block: 'nearest' });
  };
  const onStartFrom = canStart ? startFrom : undefined;

  return (
    <>
      <div className="workbench">
        <div ref={form}>
          <PromptForm
            coordinators={coordinators}
            coordinator={coordinator}
            onCoordinator={setChosen}
            kind={kind}
            onKind={setKind}
            models={models.data}
            picture={picture}
            onPicture={setPicture}
            working={state.phase === 'working'}
            onOrder={order}
          />
          {models.isError && (
            <p className="warn workbench-problem" role="alert">
              {coordinator.name} ({coordinator.url}): {models.error.message} This page asks it again every few
              seconds.
            </p>
          )}
        </div>
        <ResultPanel
          state={state}
          onCancel={() => void cancel()}
          onRetry={() => last.current !== null && order(last.current)}
          onStartFrom={onStartFrom}
        />
      </div>
      <Gallery
        gallery={gallery}
        except={state.phase === 'done' ? state.result.id : null}
        onStartFrom={onStartFrom}
      />
    </>
  );
}

export function CreatePage() {
  usePageTitle('Create');
  // Its words are needed as soon as a coordinator has named its models.
  usePrefetchQuery(CATALOGUE);
  const { coordinators, error, retry } = useCoordinators();
  return (
    <>
      <header className="page-head">
        <h1>
          Ask, and somebody’s <em>browser tab</em> makes it.
        </h1>
        <p>
          Your prompt goes to a miner drawn by stake; its GPU does the work, and you get the proof with the
          result.
        </p>
      </header>
      {coordinators === undefined &&
        (error === null ? (
          <p className="page-loading muted" role="status">
            Looking for coordinators on the chain…
          </p>
        ) : (
          <ProblemNotice what="The list of coordinators could not be read" onRetry={retry} />
        ))}
      {coordinators?.length === 0 && (
        <EmptyNotice title="No coordinator is active">
          <p>
            Tasks go to a coordinator, but none is registered with enough stake right now. The first one
            appears here by itself.
          </p>
        </EmptyNotice>
      )}
      {coordinators !== undefined && coordinators.length > 0 && <Workbench coordinators={coordinators} />}
    </>
  );
}
