import { useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { shortAddress } from '#web/components/AddressTag.tsx';
import { t } from '#web/language/translate.ts';
import { LossGuard, useLossGuard } from '#web/mine/key/LossGuard.tsx';
import { OPERATOR_KEY } from '#web/mine/key/operatorKey.ts';
import type { Miner } from '#web/mine/miner/useMiner.ts';
import { rereadChain } from '#web/queries/rereadChain.ts';

/** Longest file that is read, in bytes. A backup has about 500. */
const MAX_FILE_BYTES = 4_096;

/**
 * Takes the key of a backup in place of this browser's.
 * @param props.serves the node that this browser's key serves, if any
 */
export function ImportForm({ miner, serves }: { miner: Miner; serves: string | undefined }) {
  const id = useId();
  const queries = useQueryClient();
  const guard = useLossGuard(miner);
  const picker = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const complete = file !== undefined && password !== '' && guard.mayReplace && !busy;

  async function take(chosen: File): Promise<void> {
    setBusy(true);
    setFailure(null);
    setDone(null);
    try {
      if (chosen.size > MAX_FILE_BYTES) throw new Error(t('mine.importForm.tooLarge'));
      const address = await miner.client.importKey(await chosen.text(), password);
      setDone(t('mine.importForm.thisBrowserHasThe', { address: shortAddress(address) }));
      setPassword('');
      setFile(undefined);
      if (picker.current !== null) picker.current.value = '';
      await queries.invalidateQueries({ queryKey: OPERATOR_KEY });
      await rereadChain(queries);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : t('mine.importForm.theKeyCouldNot'));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      className="half"
      aria-labelledby={`${id}-title`}
      onSubmit={(event) => {
        event.preventDefault();
        if (complete) void take(file);
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
          onChange={(event) => setFile(event.target.files?.[0])}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-password`}>{t('mine.importForm.itsPassword')}</label>
        <input
          id={`${id}-password`}
          type="password"
          autoComplete="off"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </div>
      {file !== undefined && serves !== undefined && (
        <p className="warn">{t('mine.importForm.thisBrowsersKeyServes', { serves })}</p>
      )}
      {file !== undefined && <LossGuard guard={guard} to={t('mine.importForm.importAnotherKeyWithout')} />}
      <ActionButton unavailable={!complete} busy={busy} onClick={() => file !== undefined && void take(file)}>
        {t('mine.importForm.importTheKey')}
      </ActionButton>
      {/* For the Enter key. */}
      <input type="submit" hidden />
      <p
        className="flow-status"
        role={failure === null ? 'status' : 'alert'}
        data-phase={failure === null ? 'done' : 'failed'}
      >
        {failure ?? (busy ? t('mine.importForm.decrypting') : (done ?? ''))}
      </p>
    </form>
  );
}
