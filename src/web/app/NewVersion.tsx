import { t } from '#web/language/translate.ts';
import { useMining } from '#web/mining/miningSignal.ts';
import { useNewVersion } from '#web/offline/useNewVersion.ts';

/** Says that the site has a newer version. When it comes is the reader's choice: a tab may be mining. */
export function NewVersion() {
  const isThere = useNewVersion();
  const mining = useMining();
  if (!isThere) return null;
  return (
    <p className="banner" role="status">
      {t('shell.newVersion.isReady')} {mining && t('shell.newVersion.miningGoesOn')}{' '}
      <button type="button" className="button small" onClick={() => window.location.reload()}>
        {t('shell.newVersion.reload')}
      </button>
    </p>
  );
}
