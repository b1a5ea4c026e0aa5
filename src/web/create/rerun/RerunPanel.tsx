import { useEffect } from 'react';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { obstacleTo } from '#web/create/rerun/obstacle.ts';
import { rerunLine } from '#web/create/rerun/rerunLine.ts';
import {
  costSentence,
  failureSentence,
  judgementSentence,
  obstacleSentence,
  progressSentence,
} from '#web/create/rerun/rerunSentence.ts';
import { type RerunState, useRerun } from '#web/create/rerun/useRerun.ts';
import type { AnyResult, SavedResult } from '#web/create/saved/savedResult.ts';
import type { VerifyLine } from '#web/create/verify/lines/verifyLine.ts';
import { GpuHelp } from '#web/gpu/GpuHelp.tsx';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';

function statusOf(state: RerunState, { kind, receipt }: SavedResult): string {
  switch (state.phase) {
    case 'idle':
      return '';
    case 'looking':
      return t('create.rerun.looking');
    case 'no-gpu':
      return t('create.rerun.noGpu');
    case 'asking':
      return costSentence(state.prepared, receipt.seconds);
    case 'working':
      return progressSentence(state.progress, kind);
    case 'judged':
      return judgementSentence(state.judgement, kind);
    case 'failed':
      return failureSentence(state.error);
  }
}

const isBad = (state: RerunState): boolean =>
  state.phase === 'failed' || (state.phase === 'judged' && state.judgement.finding === 'wrong');

function lookOf(state: RerunState): string {
  if (isBad(state)) return 'rerun-bad';
  return state.phase === 'judged' ? 'rerun-good' : 'muted';
}

/** A counted stage moves; the others have no end that is known. */
function Bar({ state }: { state: RerunState }) {
  if (state.phase !== 'working') return null;
  const { done = 0, total = 0 } = state.progress ?? {};
  return (
    <progress
      className="progress"
      aria-label={t('create.rerun.progress')}
      max={1}
      value={total > 0 ? done / total : undefined}
    />
  );
}

const BUTTONS: Record<RerunState['phase'], MessageKey> = {
  idle: 'create.rerun.runAgain',
  looking: 'create.rerun.runAgain',
  'no-gpu': 'create.rerun.tryAgain',
  asking: 'create.rerun.start',
  working: 'create.rerun.start',
  judged: 'create.rerun.onceMore',
  failed: 'create.rerun.tryAgain',
};

interface RerunProps<Result> {
  result: Result;
  /**
   * Told what the run found as Verify's line, and undefined when another run begins; and the request where
   * the result is wrong.
   */
  onFound: (found: VerifyLine | undefined, wrong: TaskRequest | undefined) => void;
}

function Rerun({ result, onFound }: RerunProps<SavedResult>) {
  const { state, look, start, cancel } = useRerun(result);
  useEffect(() => {
    if (state.phase !== 'judged') return onFound(undefined, undefined);
    const { judgement, request } = state;
    onFound(rerunLine(judgement), judgement.finding === 'wrong' ? request : undefined);
  }, [state, onFound]);
  const busy = state.phase === 'looking' || state.phase === 'working';
  const isOpen = busy || state.phase === 'asking';
  return (
    <>
      <p className={lookOf(state)} role={isBad(state) ? 'alert' : 'status'}>
        {statusOf(state, result)}
      </p>
      {(state.phase === 'asking' || state.phase === 'no-gpu') && (
        <GpuHelp gpu={state.gpu} onLookAgain={() => void look()} />
      )}
      <Bar state={state} />
      <div className="row-actions">
        <ActionButton
          className="small"
          busy={busy}
          onClick={() => void (state.phase === 'asking' ? start(state.prepared) : look())}
        >
          {t(BUTTONS[state.phase])}
        </ActionButton>
        {isOpen && (
          <ActionButton className="small" onClick={cancel}>
            {t('create.rerun.cancel')}
          </ActionButton>
        )}
      </div>
    </>
  );
}

/** Below Verify's lines: runs the result again on the visitor's own GPU, or says why that cannot be. */
export function RerunPanel({ result, onFound }: RerunProps<AnyResult>) {
  const obstacle = obstacleTo(result);
  return (
    <section className="rerun" aria-label={t('create.rerun.title', { prompt: result.prompt })}>
      {obstacle !== undefined || result.kind === 'unseen' ? (
        <p className="muted">{obstacleSentence(obstacle ?? 'UNSEEN')}</p>
      ) : (
        <Rerun result={result} onFound={onFound} />
      )}
    </section>
  );
}
