import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import type { Miner } from '#web/mine/miner/useMiner.ts';
import { keyLossOf, losesPay, lossSentence } from '#web/mine/setup/keyLoss.ts';
import { OPERATOR_KEY } from '#web/mine/setup/useRegistration.ts';
import { redeemable } from '#web/mine/work/redeemable.ts';
import { redeemData, useVouchers } from '#web/mine/work/useVouchers.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useWallet } from '#web/queries/useWallet.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

/** A key of a retired node can serve no other: the tab needs a new one, which loses the old one's pay. */
export function NewKey({ miner }: { miner: Miner }) {
  const { config } = useNetwork();
  const queries = useQueryClient();
  const { address } = useWallet();
  const standings = useVouchers(miner);
  const flow = useTransaction();
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const loss = keyLossOf(standings.data, standings.isError);
  const { vouchers, payable } = redeemable(standings.data ?? []);
  const loses = losesPay(loss);

  async function renew(): Promise<void> {
    setAsking(false);
    try {
      await miner.client.forgetKey();
      await queries.invalidateQueries({ queryKey: OPERATOR_KEY });
    } catch (error) {
      setFailure(error instanceof Error ? error.message : 'The key could not be replaced. Try again.');
    }
  }

  return (
    <div className="step-body">
      <p className={loses ? 'warn' : 'muted'} role="status">
        {lossSentence(loss)}
      </p>
      <div className="row-actions">
        {payable > 0n && (
          <TransactionButton
            flow={flow}
            disabled={address === undefined}
            onClick={() =>
              void flow.run((wallet) =>
                wallet.send({ to: config.contracts.payments, data: redeemData(vouchers) }),
              )
            }
          >
            Redeem it first
          </TransactionButton>
        )}
        {asking ? (
          <>
            <button type="button" className="button" onClick={() => void renew()}>
              Give it up and make a new key
            </button>
            <button type="button" className="button" onClick={() => setAsking(false)}>
              Keep this key
            </button>
          </>
        ) : (
          <button
            type="button"
            className="button"
            disabled={loss.known === 'reading' || flow.busy}
            onClick={() => (loses ? setAsking(true) : void renew())}
          >
            Make a new miner key
          </button>
        )}
      </div>
      {payable > 0n && address === undefined && <p className="hint">Connect a wallet to redeem.</p>}
      <TransactionStatus flow={flow} done="Redeemed: the CAI is in the node owner’s wallet." />
      {failure !== null && (
        <p className="flow-status" data-phase="failed" role="alert">
          {failure}
        </p>
      )}
    </div>
  );
}
