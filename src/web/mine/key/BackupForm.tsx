import { useId, useState } from 'react';
import type { Address } from 'viem';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { DownloadLink } from '#web/csv/DownloadLink.tsx';
import { isGoodPassword, passwordProblem } from '#web/mine/key/backupPassword.ts';
import type { Miner } from '#web/mine/miner/useMiner.ts';

/**
 * Saves the miner key in a file that a password opens.
 * @param operator the key's address; until it is read no backup can be made
 */
export function BackupForm({ miner, operator }: { miner: Miner; operator: Address | undefined }) {
  const id = useId();
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const [file, setFile] = useState<string>();
  const [failure, setFailure] = useState<string | null>(null);
  const problem = passwordProblem(password, again);
  const isReady = !busy && operator !== undefined && isGoodPassword(password, again);

  async function make(): Promise<void> {
    setBusy(true);
    setFailure(null);
    try {
      setFile(await miner.client.exportKey(password));
      setPassword('');
      setAgain('');
    } catch (error) {
      setFailure(error instanceof Error ? error.message : 'The backup could not be made. Try again.');
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
        if (isReady) void make();
      }}
    >
      <h3 id={`${id}-title`}>Back up</h3>
      <p className="muted">
        The key goes into a file that only its password opens. Keep them apart: whoever has both can get your
        node slashed. What was earned and not redeemed stays in this browser; redeem it here.
      </p>
      <div className="field">
        <label htmlFor={`${id}-password`}>Password for the file</label>
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
        <label htmlFor={`${id}-again`}>Password again</label>
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
        <ActionButton unavailable={!isReady} busy={busy} onClick={() => void make()}>
          Make the backup
        </ActionButton>
        {file !== undefined && operator !== undefined && (
          <DownloadLink name={`cuckoo-miner-${operator.toLowerCase()}`} text={file} type="application/json">
            Save the file
          </DownloadLink>
        )}
      </div>
      {/* For the Enter key. */}
      <input type="submit" hidden />
      <p
        className="flow-status"
        role={failure === null ? 'status' : 'alert'}
        data-phase={failure === null ? 'done' : 'failed'}
      >
        {failure ?? (busy ? 'Encrypting…' : file === undefined ? '' : 'Encrypted. Save the file now.')}
      </p>
    </form>
  );
}
