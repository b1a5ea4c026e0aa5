import { useAccount, useBalance, useDisconnect, useReadContract } from 'wagmi';
import { Link } from 'wouter';
import { caiAbi } from '#chain/generated/contracts.ts';
import { chainOf } from '#chain/networkConfig.ts';
import { CopyButton } from '#web/clipboard/CopyButton.tsx';
import { Dialog } from '#web/dialog/Dialog.tsx';
import { rich, t } from '#web/language/translate.ts';
import { ExactAmount } from '#web/money/ExactAmount.tsx';
import { useNetwork } from '#web/network/networkContext.ts';
import { EggAvatar } from '#web/wallet/EggAvatar.tsx';
import '#web/wallet/account.css';

/** Both are read anew whenever the dialog is opened. */
const READ_ANEW = { refetchOnMount: 'always' } as const;

/** The connected account: which it is, what it has, whose key it is, and the way out. */
export function AccountDialog({ onClose }: { onClose: () => void }) {
  const { config } = useNetwork();
  const { address, connector } = useAccount();
  const { disconnect } = useDisconnect();
  const gas = useBalance({ address, query: READ_ANEW }).data;
  const cai = useReadContract({
    ...{ abi: caiAbi, address: config.contracts.cai, functionName: 'balanceOf' },
    args: [address!],
    query: { ...READ_ANEW, enabled: address !== undefined },
  }).data;
  if (address === undefined) return null;
  // The only one that signs in the page itself; its id stands in no build but the devnet's.
  const isDevnetWallet = connector?.type === 'local';
  const units = [
    { name: t('shell.accountDialog.cai'), wei: cai, unit: 'CAI' },
    { name: t('shell.accountDialog.gas'), wei: gas?.value, unit: chainOf(config).nativeCurrency.symbol },
  ];
  return (
    <Dialog
      title={t('shell.accountDialog.title')}
      onClose={onClose}
      action={
        <button
          type="button"
          className="button"
          onClick={({ currentTarget }) => {
            // Before the account is gone, and this dialog with it: closing gives the focus back.
            currentTarget.closest('dialog')?.close();
            disconnect();
          }}
        >
          {t('shell.accountDialog.disconnect')}
        </button>
      }
    >
      <div className="account-head">
        <EggAvatar address={address} size={48} />
        <div>
          <b>{isDevnetWallet ? t('shell.wallet.devnetWallet') : connector?.name}</b>
          <code className="hash">{address}</code>
        </div>
        <CopyButton content={address} what={t('shell.accountDialog.address')} />
      </div>
      <dl className="account-money">
        {units.map(({ name, wei, unit }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="digits">{wei === undefined ? '–' : <ExactAmount wei={wei} unit={unit} />}</dd>
          </div>
        ))}
      </dl>
      {cai === 0n && config.contracts.faucet !== null && (
        <p className="hint">
          {rich('shell.noCaiHint.getSome', {
            link: (part) => (
              <Link href="/faucet" onClick={onClose}>
                {part}
              </Link>
            ),
          })}
        </p>
      )}
      {isDevnetWallet && <p className="muted">{t('shell.accountDialog.devnetWallet')}</p>}
    </Dialog>
  );
}
