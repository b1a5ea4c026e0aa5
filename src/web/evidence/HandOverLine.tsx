import { ActionButton } from '#web/action/ActionButton.tsx';
import type { HandedOver } from '#web/evidence/useHandOver.ts';
import { t } from '#web/language/translate.ts';

/** Who keeps the evidence, and the button to hand it over again. */
export function HandOverLine({ handed, onHand }: { handed: HandedOver; onHand: () => void }) {
  const { kept, all } = handed;
  const isMissing = kept !== undefined && kept < all;
  return (
    <>
      <p className={kept === 0 ? 'warn' : 'muted'} role={kept === 0 ? 'alert' : 'status'}>
        {kept === undefined && t('evidence.handOver.handing')}
        {kept === 0 && t('evidence.handOver.keptByNone')}
        {kept !== undefined && kept > 0 && t('evidence.handOver.kept', { kept, all })}
      </p>
      {isMissing && (
        <ActionButton className="small" onClick={onHand}>
          {t('evidence.handOver.again')}
        </ActionButton>
      )}
    </>
  );
}
