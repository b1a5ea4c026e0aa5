import { useState } from 'react';
import { isOneColumn } from '#web/design/oneColumn.ts';
import { t } from '#web/language/translate.ts';
import type { Miner } from '#web/mine/miner/useMiner.ts';
import { JuryModelsChoice } from '#web/mine/work/JuryModelsChoice.tsx';
import { RestChoices } from '#web/mine/work/RestChoices.tsx';
import { SoundChoice } from '#web/mine/work/SoundChoice.tsx';

/** What most leave as it is. Where the page has one column it is folded: else Start is two screens below. */
export function MoreOptions({
  miner,
}: {
  miner: Parameters<typeof RestChoices>[0]['miner'] & Pick<Miner, 'getJuryModels'>;
}) {
  const [isOpen, setOpen] = useState(() => !isOneColumn());
  return (
    <details
      className="more-options"
      open={isOpen}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>{t('mine.moreOptions.moreOptions')}</summary>
      <div className="step-body">
        <RestChoices miner={miner} />
        <JuryModelsChoice miner={miner} />
        <SoundChoice />
      </div>
    </details>
  );
}
