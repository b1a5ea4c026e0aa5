import { useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import type { Address } from 'viem';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { t } from '#web/language/translate.ts';
import { AttemptStatus } from '#web/mine/key/AttemptStatus.tsx';
import { useLossGuard } from '#web/mine/key/LossGuard.tsx';
import { isKeyInUse, OpenedKey } from '#web/mine/key/OpenedKey.tsx';
import { OPERATOR_KEY } from '#web/mine/key/operatorKey.ts';
import { useAttempt } from '#web/mine/key/useAttempt.ts';
import type { Miner } from '#web/mine/miner/useMiner.ts';
import { rereadChain } from '#web/queries/rereadChain.ts';
import { shortAddress } from '#web/wallet/shortAddress.ts';

/** Longest file that is read, in bytes. A backup has about 500. */
const MAX_FILE_BYTES = 4_096;

interface ImportFormProps {
  miner: Miner;
  /** This browser's key; undefined until it is read, and where it cannot be. */
  operator: Address | undefined;
  /** The node that this browser's key serves, if any. */
  serves: string | undefined;
}

/** Takes the key of a backup in place of this browser's, after it has shown which key that is. */
export function ImportForm({ miner, operator, serves }: ImportFormProps) {
  const id = useId();
  const queries = useQueryClient();
  const guard = useLossGuard(miner);
  const picker = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  const [password, setPassword] = useState('');
  const [opened, setOpened] = useState<Address>();
  const [done, setDone] = useState('');
  const attempt = useAttempt('mine.importForm.theKeyCouldNot');
  const missing =
    file === undefined
      ? t('mine.importForm.chooseAFile')
      : password === ''
        ? t('mine.importForm.typeItsPassword')
        : undefined;

  /** What was opened is not of this file, or not with this password. */
  function forget(): void {
    setDone('');
    if (opened === undefined) return;
    setOpened(undefined);
    void miner.client.closeBackup();
  }

  const open = (chosen: File) =>
    attempt.run(async () => {
      forget();
      if (chosen.size > MAX_FILE_BYTES) throw new Error(t('mine.importForm.tooLarge'));
      setOpened(await miner.client.openBackup(await chosen.text(), password));
    });

  const take = (address: Address) =>
    attempt.run(async () => {
      await miner.client.importKey(address);
      setDone(t('mine.importForm.thisBrowserHasThe', { address: shortAddress(address) }));
      setOpened(undefined);
      setPassword('');
      setFile(undefined);
      if (picker.current !== null) picker.current.value = '';
      await queries.invalidateQueries({ queryKey: OPERATOR_KEY });
      await rereadChain(queries);
    });

  return (
    <form
      className="half"
      aria-labelledby={`${id}-title`}
      onSubmit={(event) => {
        event.preventDefault();
        if (opened === undefined && file !== undefined && missing === undefined && !attempt.busy)
          void open(file);
      }}
    >
      <h3 id={`${id}-title`}>{t('mine.importForm.import')}</h3>
      <p className="muted">{t('mine.importForm.aBackupsKeyTakes')}</p>
      <div className="field">
        <label htmlFor={`${id}-file`}>{t('mine.importForm.backupFile')}</label>
        <input
          id={`${id}-file`}
          ref={picker}
          type="file"
          accept=".json,application/json"
          onChange={(event) => {
            forget();
            setFile(event.target.files?.[0]);
          }}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-password`}>{t('mine.importForm.itsPassword')}</label>
        <input
          id={`${id}-password`}
          type="password"
          autoComplete="off"
          value={password}
          onChange={(event) => {
            forget();
            setPassword(event.target.value);
          }}
        />
      </div>
      <div className="row-actions">
        <ActionButton
          unavailable={missing}
          busy={attempt.busy}
          onClick={() => file !== undefined && void open(file)}
        >
          {t('mine.importForm.openTheFile')}
        </ActionButton>
      </div>
      {missing !== undefined && done === '' && <p className="muted">{missing}</p>}
      {opened !== undefined && <OpenedKey {...{ opened, operator, serves, guard }} />}
      {opened !== undefined && !isKeyInUse(opened, operator) && (
        <ActionButton unavailable={guard.missing} busy={attempt.busy} onClick={() => void take(opened)}>
          {t('mine.importForm.importTheKey')}
        </ActionButton>
      )}
      {/* For the Enter key. It opens the file; a key is only replaced by its own button. */}
      <input type="submit" hidden />
      <AttemptStatus attempt={attempt} busy={t('mine.importForm.decrypting')} done={done} />
    </form>
  );
}
