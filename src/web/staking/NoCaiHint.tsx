import { Link } from 'wouter';
import { rich, t } from '#web/language/translate.ts';
import { useNetwork } from '#web/network/networkContext.ts';

/** Tells a wallet without CAI where to get some, if the network has a faucet. */
export function NoCaiHint() {
  const { faucet } = useNetwork().config.contracts;
  return (
    <p className="hint">
      {faucet === null
        ? t('shell.noCaiHint.none')
        : rich('shell.noCaiHint.noneYet', { link: (part) => <Link href="/faucet">{part}</Link> })}
    </p>
  );
}
