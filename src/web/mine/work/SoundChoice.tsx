import { useState } from 'react';
import { t } from '#web/language/translate.ts';
import { cuckooCall } from '#web/mine/sound/cuckooCall.ts';
import { CALL_PAUSE_S } from '#web/mine/sound/paidCalls.ts';
import { MiningChoice } from '#web/mine/work/MiningChoice.tsx';
import { readWish, writeWish } from '#web/mining/miningWish.ts';
import { useNetwork } from '#web/network/networkContext.ts';

/** Whether the cuckoo calls when a task is paid. Who switches it on hears it once. */
export function SoundChoice() {
  const { config } = useNetwork();
  const [isOn, setOn] = useState(() => readWish(config).sound);
  const choose = (sound: boolean) => {
    setOn(sound);
    writeWish(config, { sound });
    if (sound) cuckooCall();
  };
  return (
    <MiningChoice
      name={t('mine.soundChoice.callWhenPaid')}
      note={t('mine.soundChoice.atMost', { SECONDS: CALL_PAUSE_S })}
      checked={isOn}
      onChange={choose}
    />
  );
}
