import { CopyButton } from '#web/clipboard/CopyButton.tsx';
import { Dialog } from '#web/dialog/Dialog.tsx';
import { t } from '#web/language/translate.ts';
import '#web/wallet/phone/walletBrowsers.css';
import { walletBrowserLinks } from '#web/wallet/phone/walletBrowserLinks.ts';

/** What a phone is told whose browser reaches no wallet: the wallets' own browsers have one. */
export function WalletBrowserDialog({ onClose }: { onClose: () => void }) {
  const page = new URL(location.href);
  return (
    <Dialog
      title={t('shell.walletBrowserDialog.title')}
      onClose={onClose}
      action={<CopyButton content={page.href} what={t('shell.walletBrowserDialog.addressOfThisPage')} />}
    >
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
    </Dialog>
  );
}
