import { t } from '#web/language/translate.ts';

export interface CompareTickProps {
  /** The node's. */
  name: string;
  isTicked: boolean;
  /** So many are ticked that this one would be too many. */
  isFull: boolean;
  onTick: (isTicked: boolean) => void;
}

/** Chooses a node to be compared. */
export function CompareTick({ name, isTicked, isFull, onTick }: CompareTickProps) {
  return (
    <label className="compare-tick">
      <input
        type="checkbox"
        aria-label={t('explore.compareTick.compareName', { name })}
        checked={isTicked}
        disabled={isFull && !isTicked}
        onChange={(event) => onTick(event.currentTarget.checked)}
      />
      {t('explore.compareTick.compare')}
    </label>
  );
}
