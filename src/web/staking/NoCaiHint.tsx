import { Link } from 'wouter';
import { rich } from '#web/language/translate.ts';
import { useNetwork } from '#web/network/networkContext.ts';

/** Tells a wallet without CAI where to get some, if the network has a faucet. */
export function NoCaiHint() {
  if (useNetwork().config.contracts.faucet === null) return null;
  return (
    <p className="hint">
      {rich('shell.noCaiHint.getSome', { link: (part) => <Link href="/faucet">{part}</Link> })}
    </p>
  );
}
