import { useId } from 'react';
import { formatBytes } from '#miner/models/byteSize.ts';
import { chooseSpotChecks, useSpotChoice } from '#web/create/spot/spotChoice.ts';
import { LEAST_SPOT_SHARE, MOST_SPOT_BYTES } from '#web/create/spot/spotShare.ts';
import { t } from '#web/language/translate.ts';

/** Whether this device checks some results by itself, and why it should. */
export function SpotChoice() {
  const id = useId();
  const isWanted = useSpotChoice();
  return (
    <>
      <p className="choice">
        <input
          id={id}
          type="checkbox"
          checked={isWanted}
          onChange={({ target }) => chooseSpotChecks(target.checked)}
          aria-describedby={`${id}-why`}
        />
        <label htmlFor={id}>{t('create.spot.choice', { among: Math.round(1 / LEAST_SPOT_SHARE) })}</label>
      </p>
      <p id={`${id}-why`} className="muted">
        {t('create.spot.why', { most: formatBytes(MOST_SPOT_BYTES) })}
      </p>
    </>
  );
}
