import { usePageTitle } from '#web/app/usePageTitle.ts';
import { useNetwork } from '#web/app/networkContext.ts';
import { EmptyNotice } from '#web/components/Notice.tsx';
import { DripForm } from '#web/faucet/DripForm.tsx';

export function FaucetPage() {
  usePageTitle('Faucet');
  const { config } = useNetwork();
  const { faucet } = config.contracts;
  return (
    <>
      <header className="page-head">
        <h1>Faucet</h1>
        <p>Test CAI and the gas to use it, for any address that asks.</p>
      </header>
      {faucet === null ? (
        <EmptyNotice title="This network has no faucet" />
      ) : (
        <div className="narrow">
          <DripForm faucet={faucet} />
        </div>
      )}
    </>
  );
}
