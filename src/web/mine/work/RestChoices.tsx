import { useId, useState } from 'react';
import { t } from '#web/language/translate.ts';
import type { Miner } from '#web/mine/miner/useMiner.ts';
import { IN_USE_S } from '#web/mine/rest/restWhileUsed.ts';
import { type RuleState, ruleSentence } from '#web/mine/rest/ruleState.ts';
import { MiningChoice } from '#web/mine/work/MiningChoice.tsx';
import { type MiningHours, TIME_OF_DAY } from '#web/mining/miningHours.ts';
import { type RestWish, readWish } from '#web/mining/miningWish.ts';
import { useNetwork } from '#web/network/networkContext.ts';

/** What a user who asks for hours begins with: the night. */
const FIRST_HOURS: MiningHours = { from: '22:00', to: '07:00' };
/** Percent of the time that the GPU may work. */
const SHARES = [10, 25, 50, 75];
const [, , FIRST_SHARE] = SHARES;
const WHOLE = 100;

type RestMiner = Pick<Miner, 'chooseRest' | 'running' | 'restReasons'> & {
  status: Pick<Miner['status'], 'restsUntil'>;
};

/** When this tab rests: it stays connected, and takes no tasks. A mining tab says what each rule does now. */
export function RestChoices({ miner }: { miner: RestMiner }) {
  const { config } = useNetwork();
  const shareId = useId();
  const [wish, setWish] = useState(() => readWish(config));
  const { hours, share } = wish;
  const choose = (change: Partial<RestWish>) => {
    setWish({ ...wish, ...change });
    miner.chooseRest(change);
  };
  const setTime = (end: keyof MiningHours, time: string) => {
    // A field that is being typed in is empty for a while.
    if (TIME_OF_DAY.test(time)) choose({ hours: { ...(hours ?? FIRST_HOURS), [end]: time } });
  };
  const rests = (rule: 'used' | 'battery' | 'hours') => miner.restReasons.has(rule);
  const stateOf = (state: RuleState) =>
    miner.running && (
      <small className="rule-state" role="status">
        {ruleSentence(state)}
      </small>
    );
  return (
    <>
      <MiningChoice
        name={t('mine.runPanel.restWhileIUse')}
        note={t('mine.runPanel.otherMinersGetThe', { IN_USE_S })}
        checked={wish.rest}
        onChange={(rest) => choose({ rest })}
      >
        {wish.rest && stateOf({ rule: 'used', rests: rests('used') })}
      </MiningChoice>
      {'getBattery' in navigator && (
        <MiningChoice
          name={t('mine.restChoices.onlyCharging')}
          note={t('mine.restChoices.onBattery')}
          checked={wish.charging}
          onChange={(charging) => choose({ charging })}
        >
          {wish.charging && stateOf({ rule: 'battery', rests: rests('battery') })}
        </MiningChoice>
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
        {hours !== null && stateOf({ rule: 'hours', rests: rests('hours'), hours })}
      </MiningChoice>
      <MiningChoice
        name={t('mine.restChoices.onlyShare')}
        note={t('mine.restChoices.restsAfterWork')}
        checked={share < WHOLE}
        onChange={(on) => choose({ share: on ? FIRST_SHARE! : WHOLE })}
      >
        {share < WHOLE && (
          <span className="rest-hours">
            <label htmlFor={shareId}>{t('mine.restChoices.atMost')}</label>
            <select
              id={shareId}
              value={share}
              onChange={({ target }) => choose({ share: Number(target.value) })}
            >
              {[...new Set([...SHARES, share])].map((percent) => (
                <option key={percent} value={percent}>
                  {percent} %
                </option>
              ))}
            </select>
          </span>
        )}
        {share < WHOLE && stateOf({ rule: 'share', restsUntil: miner.status.restsUntil })}
      </MiningChoice>
    </>
  );
}
