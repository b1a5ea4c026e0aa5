import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { ClockHouse } from '#web/components/ClockHouse.tsx';
import { Egg } from '#web/components/Egg.tsx';
import { useObjectUrl } from '#web/components/useObjectUrl.ts';
import type { OrderState } from '#web/create/order/orderState.ts';
import { MadeImage } from '#web/create/results/MadeImage.tsx';
import { doneSentence, taskFraction, workingSentence } from '#web/create/results/taskSentence.tsx';
import { Elapsed } from '#web/create/waiting/Elapsed.tsx';
import { onDemand } from '#web/design/onDemand.tsx';
import { rich, t } from '#web/language/translate.ts';

const loadReceipt = async () => (await import('#web/create/results/Receipt.tsx')).Receipt;
const Receipt = onDemand(loadReceipt);
const SpotLine = onDemand(async () => (await import('#web/create/spot/SpotLine.tsx')).SpotLine);
const ShareResult = onDemand(async () => (await import('#web/create/share/ShareResult.tsx')).ShareResult);
const NoMiner = onDemand(async () => (await import('#web/create/waiting/NoMiner.tsx')).NoMiner);

/** Characters of a prompt by which its result is known again. */
const SHOWN_PROMPT = 60;

interface ResultPanelProps {
  state: OrderState;
  /** The name of the model for which the task under way waits, as no miner is online for it. */
  unserved: string | undefined;
  onCancel: () => void;
  /** Left out where the order is not known any more. */
  onRetry: (() => void) | undefined;
  /** The prompt of the newest result in the gallery; undefined while there is none. */
  last: string | undefined;
  /** Left out where no model can start from a picture. */
  onStartFrom: ((image: Blob) => void) | undefined;
}

function Face({ state, onStartFrom }: Pick<ResultPanelProps, 'state' | 'onStartFrom'>) {
  if (state.phase === 'done' && state.result.kind === 'image') {
    const { image, prompt, receipt } = state.result;
    return (
      <MadeImage
        image={image}
        prompt={prompt}
        seed={receipt.seed}
        save={t('create.resultPanel.saveImage')}
        onStartFrom={onStartFrom}
      />
    );
  }
  if (state.phase === 'done' && state.result.kind === 'text') {
    return (
      <p className="face-text own-words" aria-label={t('create.resultPanel.answer')}>
        {state.result.text}
      </p>
    );
  }
  if (state.phase === 'working' && state.text !== '') {
    return (
      <p className="face-text writing own-words" aria-label={t('create.resultPanel.answer')}>
        {state.text}
      </p>
    );
  }
  if (state.phase === 'working' && state.preview !== undefined) return <PreviewImage image={state.preview} />;
  return <Egg working={state.phase === 'working'} />;
}

/** An unfinished picture. It has few pixels, so the style blurs it. */
function PreviewImage({ image }: { image: Blob }) {
  return (
    <img className="preview-image" src={useObjectUrl(image)} alt={t('create.resultPanel.thePictureSoFar')} />
  );
}

/** A reload takes a finished result off this page: says where it is. */
function idleSentence(last: string | undefined): React.ReactNode {
  if (last === undefined) return t('create.resultPanel.yourResultAppearsHere');
  const prompt = last.length > SHOWN_PROMPT ? `${last.slice(0, SHOWN_PROMPT)}…` : last;
  return rich('create.resultPanel.lastIsInTheGallery', {
    prompt,
    link: (part) => <Link href="/gallery">{part}</Link>,
  });
}

function statusOf(
  state: OrderState,
  { hasNoMiner, last }: { hasNoMiner: boolean; last: string | undefined },
): React.ReactNode {
  switch (state.phase) {
    case 'idle':
      return idleSentence(last);
    case 'working':
      return workingSentence(state, hasNoMiner);
    case 'done':
      return doneSentence(state);
    case 'cancelled':
      return t('create.resultPanel.cancelledYouWereNot');
    case 'failed':
      return state.sentence;
  }
}

/** The current task: the clock, the status line and, at the end, the receipt. */
export function ResultPanel(props: ResultPanelProps) {
  const { state, unserved, last, onCancel, onRetry, onStartFrom } = props;
  const working = state.phase === 'working';
  const fraction = working ? taskFraction(state.task) : null;
  const panel = useRef<HTMLElement>(null);
  // A task that was resumed works from the start, and is to be seen like a new one.
  const wasWorking = useRef(false);
  useEffect(() => {
    if (working === wasWorking.current) return;
    wasWorking.current = working;
    // The button that had the focus is disabled or gone now, and on a phone the panel is below the screen.
    if (working || document.activeElement === document.body) panel.current?.focus({ preventScroll: true });
    if (!working) return;
    panel.current?.scrollIntoView({ block: 'nearest' });
    // It is there when the result comes. A failure is told then.
    void loadReceipt().catch(() => undefined);
  }, [working]);
  return (
    <section className="result" aria-label={t('create.resultPanel.result')} ref={panel} tabIndex={-1}>
      <ClockHouse working={working} calling={state.phase === 'done'}>
        <Face state={state} onStartFrom={onStartFrom} />
      </ClockHouse>
      <p
        className="flow-status"
        data-phase={state.phase}
        role={state.phase === 'failed' ? 'alert' : 'status'}
      >
        {statusOf(state, { hasNoMiner: unserved !== undefined, last })}
      </p>
      {state.phase !== 'done' && (
        <progress
          className="progress"
          aria-label={t('create.resultPanel.progress')}
          max={1}
          hidden={!working}
          // One without a value moves, also while it is hidden, and every frame of it costs the processor.
          value={working ? (fraction ?? undefined) : 0}
        />
      )}
      {working && (
        <>
          {unserved !== undefined && <NoMiner model={unserved} isOrdered />}
          <div className="row-actions">
            <ActionButton busy={state.cancelling} onClick={onCancel}>
              {t('create.resultPanel.cancel')}
            </ActionButton>
            <span className="muted">
              {rich('create.resultPanel.elapsed', { elapsed: () => <Elapsed since={state.startedAt} /> })}
            </span>
          </div>
        </>
      )}
      {(state.phase === 'failed' || state.phase === 'cancelled') && onRetry !== undefined && (
        <button type="button" className="button" onClick={onRetry}>
          {t('create.resultPanel.tryAgain')}
        </button>
      )}
      {state.phase === 'done' && (
        <>
          <ShareResult key={state.result.receipt.task_id} result={state.result} />
          <SpotLine id={state.result.id} />
          <Receipt result={state.result} open withAudit />
        </>
      )}
    </section>
  );
}
