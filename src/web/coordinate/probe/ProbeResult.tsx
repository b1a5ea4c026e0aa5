import type { Probe } from '#web/coordinate/probe/probe.ts';
import { t } from '#web/language/translate.ts';

interface ProbeResultProps {
  /** Undefined until it was tried. */
  probe: Probe | undefined;
  /** Before the registration a coordinator does not start yet. */
  isBefore?: boolean;
}

/** How a coordinator was reached, in sentences. */
export function ProbeResult({ probe, isBefore = false }: ProbeResultProps) {
  return (
    <div className="probe" aria-live="polite">
      {probe !== undefined && <Found probe={probe} isBefore={isBefore} />}
    </div>
  );
}

function Found({ probe, isBefore }: { probe: Probe; isBefore: boolean }) {
  switch (probe.state) {
    case 'silent':
      return isBefore ? (
        <p>{t('coordinate.probeResult.silentBefore')}</p>
      ) : (
        <p className="warn">{t('coordinate.probeResult.silent')}</p>
      );
    case 'other-key':
      return <p className="warn">{t('coordinate.probeResult.otherKey', { operator: probe.operator })}</p>;
    case 'other-network':
      return <p className="warn">{t('coordinate.probeResult.otherNetwork')}</p>;
    case 'answers':
      return (
        <>
          <p>{t('coordinate.probeResult.answers')}</p>
          <ul className="points">
            {probe.relays.map(({ address, isOpen }) => (
              <li key={address} className={isOpen ? 'wrap' : 'wrap warn'}>
                <code>{address}</code>{' '}
                {isOpen ? t('coordinate.probeResult.relayOpens') : t('coordinate.probeResult.relayClosed')}
              </li>
            ))}
          </ul>
        </>
      );
  }
}
