import { useId } from 'react';
import type { Address } from 'viem';
import { nodeInfoSchema } from '#chain/nodeInfo.ts';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { ProbeResult } from '#web/coordinate/probe/ProbeResult.tsx';
import { useProbe } from '#web/coordinate/probe/useProbe.ts';
import type { Draft } from '#web/coordinate/setup/draft.ts';
import { t } from '#web/language/translate.ts';

const MAX_NAME = nodeInfoSchema.shape.name.maxLength ?? undefined;

interface AddressStepProps {
  draft: Draft;
  /** Undefined while the typed address is none. */
  url: string | undefined;
  /** Of the consent; undefined before that. */
  operator: Address | undefined;
  onChange: (change: Partial<Draft>) => void;
}

/** The public name and address. The address is tried from this browser, as apps and miners will use it. */
export function AddressStep({ draft, url, operator, onChange }: AddressStepProps) {
  const id = useId();
  const probe = useProbe(url, operator);
  const isBad = draft.url.trim() !== '' && url === undefined;
  const missing =
    operator === undefined
      ? t('coordinate.addressStep.keyFirst')
      : url === undefined
        ? t('coordinate.addressStep.addressFirst')
        : undefined;
  return (
    <div className="step-body">
      <div className="field">
        <label htmlFor={`${id}-name`}>{t('coordinate.addressStep.name')}</label>
        <input
          id={`${id}-name`}
          type="text"
          maxLength={MAX_NAME}
          value={draft.name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-url`}>{t('coordinate.addressStep.url')}</label>
        <input
          id={`${id}-url`}
          type="text"
          className="mono"
          inputMode="url"
          placeholder="https://…"
          maxLength={512}
          value={draft.url}
          aria-invalid={isBad}
          aria-describedby={`${id}-problem`}
          onChange={(event) => onChange({ url: event.target.value })}
        />
        <p id={`${id}-problem`} className="field-problem" aria-live="polite">
          {isBad ? t('coordinate.addressStep.beginsWith') : ''}
        </p>
      </div>
      <p className="muted">{t('coordinate.addressStep.aRelayToo')}</p>
      <div className="row-actions">
        <ActionButton unavailable={missing} busy={probe.isTrying} onClick={probe.retry}>
          {t('coordinate.addressStep.tryIt')}
        </ActionButton>
      </div>
      {missing !== undefined && <p className="muted">{missing}</p>}
      <ProbeResult probe={probe.data} isBefore />
    </div>
  );
}
