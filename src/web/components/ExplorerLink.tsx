import type { Address, Hex } from 'viem';
import { AddressTag } from '#web/components/AddressTag.tsx';
import { t } from '#web/language/translate.ts';
import { useNetwork } from '#web/network/networkContext.ts';

/** An address, with a link to the network's block explorer if it has one. */
export function ExplorerAddress({ address }: { address: Address }) {
  const url = useExplorer(`address/${address}`);
  if (url === undefined) return <AddressTag address={address} />;
  return (
    <a href={url} target="_blank" rel="noreferrer">
      <AddressTag address={address} />
    </a>
  );
}

/** A link to a transaction in the block explorer; nothing on a network without one. */
export function ExplorerTransaction({ hash }: { hash: Hex }) {
  const url = useExplorer(`tx/${hash}`);
  if (url === undefined) return null;
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {t('shell.explorerLink.transaction')}
    </a>
  );
}

/** A transaction's hash, shortened, with a link to the block explorer if the network has one. */
export function TransactionHash({ hash }: { hash: Hex }) {
  const url = useExplorer(`tx/${hash}`);
  const short = (
    <code className="short" title={hash}>
      {`${hash.slice(0, 10)}…${hash.slice(-6)}`}
    </code>
  );
  if (url === undefined) return short;
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {short}
    </a>
  );
}

function useExplorer(path: string): string | undefined {
  const { explorerUrl } = useNetwork().config;
  return explorerUrl === undefined ? undefined : `${explorerUrl.replace(/\/+$/, '')}/${path}`;
}
