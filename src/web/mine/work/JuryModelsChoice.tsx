import { useState } from 'react';
import { formatBytes } from '#miner/models/byteSize.ts';
import { MOST_LOAN_BYTES } from '#miner/models/modelLoanError.ts';
import { t } from '#web/language/translate.ts';
import type { Miner } from '#web/mine/miner/useMiner.ts';
import { MiningChoice } from '#web/mine/work/MiningChoice.tsx';
import { getsJuryModelsAtFirst, readWish } from '#web/mining/miningWish.ts';
import { useNetwork } from '#web/network/networkContext.ts';

/** Whether this tab downloads models for juries that it does not mine with. */
export function JuryModelsChoice({ miner }: { miner: Pick<Miner, 'getJuryModels'> }) {
  const { config } = useNetwork();
  const [isOn, setOn] = useState(() => readWish(config).juryModels);
  const choose = (chosen: boolean) => {
    setOn(chosen);
    miner.getJuryModels(chosen);
  };
  const why = t('mine.juryModelsChoice.whyAndHowLarge', { most: formatBytes(MOST_LOAN_BYTES) });
  const note = getsJuryModelsAtFirst() ? why : `${t('mine.juryModelsChoice.offAtFirst')} ${why}`;
  return (
    <MiningChoice
      name={t('mine.juryModelsChoice.getModelsForJuries')}
      note={note}
      checked={isOn}
      onChange={choose}
    />
  );
}
