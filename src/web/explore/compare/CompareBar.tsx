import { ActionButton } from '#web/action/ActionButton.tsx';
import { LEAST_COMPARED, MOST_COMPARED } from '#web/explore/compare/comparedIds.ts';
import { t } from '#web/language/translate.ts';

interface CompareBarProps {
  /** How many nodes are ticked. */
  count: number;
  onCompare: () => void;
  onClear: () => void;
}

function sentenceOf(count: number): string {
  if (count === 0) return t('explore.compareBar.tickTwoToFour');
  if (count < LEAST_COMPARED) return t('explore.compareBar.tickOneMore');
  return t(count < MOST_COMPARED ? 'explore.compareBar.ticked' : 'explore.compareBar.tickedMost', { count });
}

/** How many nodes are chosen to be compared. It stays in sight while some are. */
export function CompareBar({ count, onCompare, onClear }: CompareBarProps) {
  const sentence = sentenceOf(count);
  return (
    <section
      className="compare-bar"
      aria-label={t('explore.compareBar.compareNodes')}
      data-active={count > 0}
    >
      <p role="status">{sentence}</p>
      <ActionButton
        className="small primary"
        unavailable={count < LEAST_COMPARED ? sentence : undefined}
        onClick={onCompare}
      >
        {t('explore.compareBar.compare')}
      </ActionButton>
      {count > 0 && (
        <ActionButton className="small" onClick={onClear}>
          {t('explore.compareBar.clear')}
        </ActionButton>
      )}
    </section>
  );
}
