import { useState } from 'react';
import { t } from '#web/language/translate.ts';
import type { Miner } from '#web/mine/miner/useMiner.ts';
import { IN_USE_S } from '#web/mine/rest/restWhileUsed.ts';
import { MiningChoice } from '#web/mine/work/MiningChoice.tsx';
import { type MiningHours, TIME_OF_DAY } from '#web/mining/miningHours.ts';
import { type MiningWish, readWish } from '#web/mining/miningWish.ts';
import { useNetwork } from '#web/network/networkContext.ts';

/** What a user who asks for hours begins with: the night. */
const FIRST_HOURS: MiningHours = { from: '22:00', to: '07:00' };

/** When this tab rests: it stays connected, and takes no tasks. */
export function RestChoices({ miner }: { miner: Pick<Miner, 'chooseRest'> }) {
  const { config } = useNetwork();
  const [wish, setWish] = useState(() => readWish(config));
  const choose = (change: Partial<Pick<MiningWish, 'rest' | 'charging' | 'hours'>>) => {
    setWish({ ...wish, ...change });
    miner.chooseRest(change);
  };
  const setTime = (end: keyof MiningHours, time: string) => {
    // A field that is being typed in is empty for a while.
    if (TIME_OF_DAY.test(time)) choose({ hours: { ...(wish.hours ?? FIRST_HOURS), [end]: time } });
  };
  const { hours } = wish;
  return (
    <>
      <MiningChoice
        name={t('mine.runPanel.restWhileIUse')}
        note={t('mine.runPanel.otherMinersGetThe', { IN_USE_S })}
        checked={wish.rest}
        onChange={(rest) => choose({ rest })}
      />
      {'getBattery' in navigator && (
        <MiningChoice
          name={t('mine.restChoices.onlyCharging')}
          note={t('mine.restChoices.onBattery')}
          checked={wish.charging}
          onChange={(charging) => choose({ charging })}
        />
      )}
      <MiningChoice
        name={t('mine.restChoices.onlyHours')}
        note={t('mine.restChoices.byThisClock')}
        checked={hours !== null}
        onChange={(on) => choose({ hours: on ? FIRST_HOURS : null })}
      >
        {hours !== null && (
          <span className="rest-hours">
            {(['from', 'to'] as const).map((end) => (
              <label key={end}>
                {t(end === 'from' ? 'mine.restChoices.from' : 'mine.restChoices.to')}{' '}
                <input
                  type="time"
                  required
                  value={hours[end]}
                  onChange={({ target }) => setTime(end, target.value)}
                />
              </label>
            ))}
          </span>
        )}
      </MiningChoice>
    </>
  );
}
