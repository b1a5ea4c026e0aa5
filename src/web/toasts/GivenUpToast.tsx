import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { t } from '#web/language/translate.ts';
import { accountChangeSentence } from '#web/transaction/accountChange.ts';
import { noteGivenUp, useGivenUpFlow } from '#web/transaction/givenUpFlow.ts';
import { useWalletLink } from '#web/wallet/walletLink.ts';

/** What to say of a flow whose account is not the wallet's any more; null where there is none. */
export function useGivenUpNews(): string | null {
  const flow = useGivenUpFlow();
  const account = useWalletLink().account?.address;
  const [location] = useLocation();
  // Whoever leaves a page knows that its form is gone.
  const isOwn = flow?.account === account;
  useEffect(() => {
    if (isOwn) noteGivenUp(null);
  }, [isOwn]);
  // On another page it is old news.
  const shownOn = useRef(location);
  useEffect(() => {
    if (shownOn.current !== location) noteGivenUp(null);
    shownOn.current = location;
  }, [location]);
  return flow === null || isOwn ? null : accountChangeSentence(account, flow.isPartSent);
}

export function GivenUpToast({ sentence }: { sentence: string }) {
  return (
    <li className="toast" data-state="given-up">
      <p role="alert">{sentence}</p>
      <div className="toast-foot">
        <button
          type="button"
          className="button small"
          aria-label={t('transaction.toastList.dismissPhrase', { phrase: sentence })}
          onClick={() => noteGivenUp(null)}
        >
          {t('transaction.toastList.dismiss')}
        </button>
      </div>
    </li>
  );
}
