import type { Address } from 'viem';
import type { RosterNode } from '#chain/roster.ts';
import { Command } from '#web/coordinate/terminal/Command.tsx';
import { fundCommand } from '#web/coordinate/terminal/commands.ts';
import { t } from '#web/language/translate.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useBalances } from '#web/queries/useWallet.ts';

/** A key without money can neither pay miners nor send transactions: says where to send some. */
export function FundCard({ node }: { node: RosterNode }) {
  const { config } = useNetwork();
  const key = useBalances(node.operator).data;
  if (key === undefined || (key.cai > 0n && key.gas > 0n)) return null;
  return (
    <section className="card span" aria-labelledby="fund-title">
      <h2 id="fund-title">{t('coordinate.fundCard.theKeyIsEmpty')}</h2>
      <p>{t('coordinate.fundCard.sendSome')}</p>
      <Receiver address={node.operator} isDevnet={config.devnet} />
    </section>
  );
}

const Receiver = ({ address, isDevnet }: { address: Address; isDevnet: boolean }) =>
  isDevnet ? (
    <Command>{fundCommand(address)}</Command>
  ) : (
    <p className="wrap">
      <code>{address}</code>
    </p>
  );
