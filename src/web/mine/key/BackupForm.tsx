import { useId, useState } from 'react';
import type { Address } from 'viem';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { DownloadLink } from '#web/csv/DownloadLink.tsx';
import { t } from '#web/language/translate.ts';
import { AttemptStatus } from '#web/mine/key/AttemptStatus.tsx';
import { isGoodPassword, passwordProblem } from '#web/mine/key/backupPassword.ts';
import { useAttempt } from '#web/mine/key/useAttempt.ts';
import type { Miner } from '#web/mine/miner/useMiner.ts';

/**
 * Saves the miner key in a file that a password opens.
 * @param operator the key's address; until it is read no backup can be made
 */
export function BackupForm({ miner, operator }: { miner: Miner; operator: Address | undefined }) {
  const id = useId();
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [file, setFile] = useState<string>();
  const attempt = useAttempt('mine.backupForm.theBackupCouldNot');
  const problem = passwordProblem(password, again);
  const missing =
    operator === undefined
      ? t('mine.backupForm.readingTheKey')
      : isGoodPassword(password, again)
        ? undefined
        : t('mine.backupForm.passwordFirst');

  const make = () =>
    attempt.run(async () => {
      setFile(await miner.client.exportKey(password));
      setPassword('');
      setAgain('');
    });

  return (
    <form
      className="half"
      aria-labelledby={`${id}-title`}
      onSubmit={(event) => {
        event.preventDefault();
        if (missing === undefined && !attempt.busy) void make();
      }}
    >
      <h3 id={`${id}-title`}>{t('mine.backupForm.backUp')}</h3>
      <p className="muted">{t('mine.backupForm.theKeyGoesInto')}</p>
      <div className="field">
        <label htmlFor={`${id}-password`}>{t('mine.backupForm.passwordForTheFile')}</label>
        <input
          id={`${id}-password`}
          type="password"
          autoComplete="new-password"
          value={password}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-problem`}
          onChange={(event) => setPassword(event.target.value)}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-again`}>{t('mine.backupForm.passwordAgain')}</label>
        <input
          id={`${id}-again`}
          type="password"
          autoComplete="new-password"
          value={again}
          aria-describedby={`${id}-problem`}
          onChange={(event) => setAgain(event.target.value)}
        />
        <p id={`${id}-problem`} className="field-problem" aria-live="polite">
          {problem ?? ''}
        </p>
      </div>
      <div className="row-actions">
        <ActionButton unavailable={missing} busy={attempt.busy} onClick={() => void make()}>
          {t('mine.backupForm.makeTheBackup')}
        </ActionButton>
        {file !== undefined && operator !== undefined && (
          <DownloadLink name={`cuckoo-miner-${operator.toLowerCase()}`} text={file} type="application/json">
            {t('mine.backupForm.saveTheFile')}
          </DownloadLink>
        )}
      </div>
      {missing !== undefined && file === undefined && <p className="muted">{missing}</p>}
      {/* For the Enter key. */}
      <input type="submit" hidden />
      <AttemptStatus
        attempt={attempt}
        busy={t('mine.backupForm.encrypting')}
        done={file === undefined ? '' : t('mine.backupForm.encryptedSaveTheFile')}
      />
    </form>
  );
}
