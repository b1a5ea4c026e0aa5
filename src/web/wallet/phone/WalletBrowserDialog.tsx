import { useEffect, useRef } from 'react';
import { CopyButton } from '#web/clipboard/CopyButton.tsx';
import { t } from '#web/language/translate.ts';
import '#web/wallet/phone/walletBrowsers.css';
import { walletBrowserLinks } from '#web/wallet/phone/walletBrowserLinks.ts';

/** What a phone is told whose browser reaches no wallet: the wallets' own browsers have one. */
export function WalletBrowserDialog({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const page = new URL(location.href);
  const title = t('shell.walletBrowserDialog.title');
  return (
    <dialog ref={dialog} className="dialog" aria-label={title} onClose={onClose}>
      <h2>{title}</h2>
      <p>{t('shell.walletBrowserDialog.openThere')}</p>
      <ul className="wallet-browsers">
        {walletBrowserLinks(page).map(({ name, href }) => (
          <li key={name}>
            <a className="button" href={href} rel="noreferrer">
              {t('shell.walletBrowserDialog.openIn', { name })}
            </a>
          </li>
        ))}
      </ul>
      <p className="muted">{t('shell.walletBrowserDialog.otherWallet')}</p>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          {t('shell.dialog.close')}
        </button>
        <CopyButton content={page.href} what={t('shell.walletBrowserDialog.addressOfThisPage')} />
      </div>
    </dialog>
  );
}
