import { t } from '#web/language/translate.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { EggAvatar } from '#web/wallet/EggAvatar.tsx';
import { shortAddress } from '#web/wallet/shortAddress.ts';
import { useWalletLink } from '#web/wallet/walletLink.ts';

/** Connects a wallet; then shows its account, or that it is on another network. */
export function ConnectButton() {
  const { config } = useNetwork();
  const { account, opening, open } = useWalletLink();
  if (account === undefined) {
    return (
      <button
        type="button"
        className="button primary"
        aria-busy={opening}
        aria-haspopup="dialog"
        onClick={() => open('connect')}
      >
        {t('shell.connectButton.connectWallet')}
      </button>
    );
  }
  const { address, chainId } = account;
  if (chainId !== undefined && chainId !== config.chainId) {
    return (
      <button type="button" className="button" aria-haspopup="dialog" onClick={() => open('network')}>
        {t('shell.connectButton.wrongNetwork')}
      </button>
    );
  }
  return (
    <button
      type="button"
      className="button account"
      title={address}
      aria-haspopup="dialog"
      onClick={() => open('account')}
    >
      <EggAvatar address={address} size={24} />
      <span className="account-address">{shortAddress(address)}</span>
    </button>
  );
}
