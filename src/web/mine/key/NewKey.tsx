import { useQueryClient } from '@tanstack/react-query';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { t } from '#web/language/translate.ts';
import { AttemptStatus } from '#web/mine/key/AttemptStatus.tsx';
import { LossGuard, useLossGuard } from '#web/mine/key/LossGuard.tsx';
import { OPERATOR_KEY } from '#web/mine/key/operatorKey.ts';
import { useAttempt } from '#web/mine/key/useAttempt.ts';
import type { Miner } from '#web/mine/miner/useMiner.ts';

/** A key of a retired node can serve no other: the tab needs a new one, which loses the old one's pay. */
export function NewKey({ miner }: { miner: Miner }) {
  const queries = useQueryClient();
  const guard = useLossGuard(miner);
  const attempt = useAttempt('mine.newKey.theKeyCouldNot');

  const renew = () =>
    attempt.run(async () => {
      await miner.client.forgetKey();
      await queries.invalidateQueries({ queryKey: OPERATOR_KEY });
    });

  return (
    <div className="step-body">
      <LossGuard guard={guard} to={t('mine.newKey.makeANewKey')} />
      <ActionButton unavailable={guard.missing} onClick={() => void renew()}>
        {t('mine.newKey.makeANewMiner')}
      </ActionButton>
      <AttemptStatus attempt={attempt} busy="" done="" />
    </div>
  );
}
