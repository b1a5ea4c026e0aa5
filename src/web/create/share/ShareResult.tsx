import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Hex } from 'viem';
import { Link } from 'wouter';
import { SHARED_LIMIT } from '#protocol/task/apiShared.ts';
import { ActionButton } from '#web/action/ActionButton.tsx';
import type { SavedResult } from '#web/create/saved/savedResult.ts';
import { isShareable } from '#web/create/share/isShareable.ts';
import { OwnShares } from '#web/create/share/ownShares.ts';
import { rich, t } from '#web/language/translate.ts';
import { taskPath } from '#web/paths/taskPath.ts';
import { shareResult, takeBackResult } from '#web/shared/sharedApi.ts';
import { formatDay } from '#web/time/moment.ts';
import '#web/create/share/share.css';

const shares = new OwnShares();
const secondsNow = () => Math.floor(Date.now() / 1_000);

type Step = 'private' | 'asking' | 'public' | 'withdrawn';

/** Makes a result public after saying what that means, and takes it back. */
export function ShareResult({ result }: { result: SavedResult }) {
  const queries = useQueryClient();
  const { source, prompt, kind } = result;
  const id = result.receipt.task_id as Hex;
  const [until, setUntil] = useState(() => shares.untilOf(id, secondsNow()));
  const [step, setStep] = useState<Step>(until === undefined ? 'private' : 'public');
  const place = useRef<HTMLDivElement>(null);
  const hasActed = useRef(false);

  const show = (next: Step) => {
    hasActed.current = true;
    setStep(next);
  };
  const onSettled = () => queries.invalidateQueries({ queryKey: ['sharedList'] });
  const share = useMutation({
    networkMode: 'always',
    mutationFn: () => shareResult(source!.url, { id, key: source!.key }),
    onSuccess: (shared) => {
      shares.note(id, shared.until);
      setUntil(shared.until);
      show('public');
    },
    onSettled,
  });
  const takeBack = useMutation({
    networkMode: 'always',
    mutationFn: () => takeBackResult(source!.url, { id, key: source!.key }),
    onSuccess: () => {
      shares.forget(id);
      show('withdrawn');
    },
    onSettled,
  });
  // The button that had the focus is gone; the first of the new ones gets it.
  useEffect(() => {
    if (hasActed.current && step !== 'withdrawn') place.current?.querySelector('button')?.focus();
    if (hasActed.current && step === 'withdrawn') place.current?.focus();
  }, [step]);

  if (source === undefined || (step === 'private' && !isShareable(result, Date.now()))) return null;
  const failure = (share.error ?? takeBack.error)?.message;
  return (
    <div className="share" ref={place} tabIndex={-1}>
      {(step === 'private' || step === 'withdrawn') && (
        <>
          {step === 'withdrawn' && <p role="status">{t('create.shareResult.takenBack')}</p>}
          <ActionButton
            className="small"
            label={t('create.shareResult.sharePrompt', { prompt })}
            onClick={() => show('asking')}
          >
            {t('create.shareResult.share')}
          </ActionButton>
        </>
      )}
      {step === 'asking' && (
        <>
          <p>{t('create.shareResult.whatBecomesPublic', { kind, days: SHARED_LIMIT.days })}</p>
          <div className="row-actions">
            <ActionButton className="small primary" busy={share.isPending} onClick={() => share.mutate()}>
              {t('create.shareResult.makePublic')}
            </ActionButton>
            <ActionButton
              className="small"
              onClick={() => {
                share.reset();
                show('private');
              }}
            >
              {t('create.shareResult.cancel')}
            </ActionButton>
          </div>
        </>
      )}
      {step === 'public' && until !== undefined && (
        <>
          <p role="status">
            {rich('create.shareResult.publicUntil', {
              date: formatDay(until),
              link: (part) => <Link href={taskPath(id)}>{part}</Link>,
            })}
          </p>
          <ActionButton
            className="small"
            busy={takeBack.isPending}
            label={t('create.shareResult.takeBackPrompt', { prompt })}
            onClick={() => takeBack.mutate()}
          >
            {t('create.shareResult.takeBack')}
          </ActionButton>
        </>
      )}
      {failure !== undefined && (
        <p className="warn" role="alert">
          {failure}
        </p>
      )}
    </div>
  );
}
