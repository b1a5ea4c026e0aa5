import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { t } from '#web/language/translate.ts';
import { LossGuard, useLossGuard } from '#web/mine/key/LossGuard.tsx';
import { OPERATOR_KEY } from '#web/mine/key/operatorKey.ts';
import type { Miner } from '#web/mine/miner/useMiner.ts';

/** A key of a retired node can serve no other: the tab needs a new one, which loses the old one's pay. */
export function NewKey({ miner }: { miner: Miner }) {
  const queries = useQueryClient();
  const guard = useLossGuard(miner);
  const [failure, setFailure] = useState<string | null>(null);

  async function renew(): Promise<void> {
    setFailure(null);
    try {
      await miner.client.forgetKey();
      await queries.invalidateQueries({ queryKey: OPERATOR_KEY });
    } catch (error) {
      setFailure(error instanceof Error ? error.message : t('mine.newKey.theKeyCouldNot'));
    }
  }

  return (
    <div className="step-body">
      <LossGuard guard={guard} to={t('mine.newKey.makeANewKey')} />
      <ActionButton unavailable={!guard.mayReplace} onClick={() => void renew()}>
        {t('mine.newKey.makeANewMiner')}
      </ActionButton>
      {failure !== null && (
        <p className="flow-status" data-phase="failed" role="alert">
          {failure}
        </p>
      )}
    </div>
  );
}
