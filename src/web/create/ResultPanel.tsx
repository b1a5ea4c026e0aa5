import { ClockHouse } from '#web/components/ClockHouse.tsx';
import { PromptImage } from '#web/create/PromptImage.tsx';
import { Receipt } from '#web/create/Receipt.tsx';
import { taskFraction, taskSentence } from '#web/create/taskSentence.ts';
import type { OrderState } from '#web/create/useOrder.ts';

interface ResultPanelProps {
  state: OrderState;
  onCancel: () => void;
  onRetry: () => void;
}

function Face({ state }: { state: OrderState }) {
  if (state.phase === 'done' && state.result.kind === 'image') {
    const { image, prompt, receipt } = state.result;
    return <PromptImage image={image} prompt={prompt} seed={receipt.seed} save="Save image" />;
  }
  if (state.phase === 'done' && state.result.kind === 'text') {
    return (
      <p className="face-text" aria-label="Answer">
        {state.result.text}
      </p>
    );
  }
  if (state.phase === 'working' && state.text !== '') {
    return (
      <p className="face-text writing" aria-label="Answer">
        {state.text}
      </p>
    );
  }
  return (
    <svg className="face-egg" viewBox="0 0 100 120" aria-hidden="true" data-working={state.phase === 'working'}>
      <path d="M50 6c26 0 42 38 42 66 0 26-18 42-42 42S8 98 8 72C8 44 24 6 50 6Z" />
      <g>
        <circle cx="34" cy="44" r="4" />
        <circle cx="60" cy="30" r="3" />
        <circle cx="70" cy="62" r="5" />
        <circle cx="42" cy="84" r="4" />
        <circle cx="26" cy="70" r="2.5" />
        <circle cx="64" cy="94" r="3" />
        <circle cx="50" cy="58" r="2" />
      </g>
    </svg>
  );
}

function statusOf(state: OrderState): string {
  switch (state.phase) {
    case 'idle':
      return 'The clock is wound. Ask for something.';
    case 'working':
      return state.cancelling ? 'Cancelling…' : taskSentence(state.task);
    case 'done':
      return 'Cuckoo! It is there.';
    case 'cancelled':
      return 'Cancelled. Nothing is charged for it.';
    case 'failed':
      return state.sentence;
  }
}

/** What is being made: the clock, where it stands, and the receipt. */
export function ResultPanel({ state, onCancel, onRetry }: ResultPanelProps) {
  const working = state.phase === 'working';
  const fraction = working ? taskFraction(state.task) : null;
  return (
    <section className="result" aria-label="Result">
      <ClockHouse working={working} calling={state.phase === 'done'}>
        <Face state={state} />
      </ClockHouse>
      <p className="flow-status" data-phase={state.phase} role={state.phase === 'failed' ? 'alert' : 'status'}>
        {statusOf(state)}
      </p>
      <progress className="progress" aria-label="Progress" max={1} hidden={!working} value={fraction ?? undefined} />
      <div className="row-actions">
        {working && (
          <button type="button" className="button" disabled={state.cancelling} onClick={onCancel}>
            Cancel
          </button>
        )}
        {(state.phase === 'failed' || state.phase === 'cancelled') && (
          <button type="button" className="button" onClick={onRetry}>
            Try again
          </button>
        )}
      </div>
      {state.phase === 'done' && <Receipt receipt={state.result.receipt} />}
    </section>
  );
}
