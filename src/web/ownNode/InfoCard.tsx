import { useId, useState } from 'react';
import { encodeNodeInfo, type NodeInfo, nodeInfoSchema } from '#chain/nodeInfo.ts';
import type { RosterNode } from '#chain/roster.ts';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { t } from '#web/language/translate.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { updateInfoCall } from '#web/staking/stakingCalls.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

const MAX_NAME = nodeInfoSchema.shape.name.maxLength ?? undefined;

interface InfoCardProps {
  node: RosterNode;
  /** As the node announces it now. */
  info: NodeInfo | undefined;
}

/** What the node says about itself: its name, and a coordinator's address. Anybody can read it. */
export function InfoCard({ node, info }: InfoCardProps) {
  const id = useId();
  const { config } = useNetwork();
  const [name, setName] = useState(info?.name ?? '');
  const [url, setUrl] = useState(info?.url ?? '');
  const flow = useTransaction();
  const next = nextInfo(node, info, { name, url });
  const isUrlBad = node.role === 'coordinator' && url.trim() !== '' && next === undefined;
  const changed = next !== undefined && (next.name !== info?.name || next.url !== info?.url);

  const missing =
    next === undefined
      ? t(isUrlBad ? 'node.infoCard.anAddressBeginsWith' : 'node.infoCard.typeANameFirst')
      : changed
        ? undefined
        : t('node.infoCard.nothingChanged');

  const save = () =>
    next !== undefined &&
    void flow.run((wallet) =>
      wallet.send({
        to: config.contracts.staking,
        data: updateInfoCall(node.id, encodeNodeInfo(next)),
      }),
    );

  return (
    <section className="card" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>
        {node.role === 'coordinator' ? t('node.infoCard.nameAndAddress') : t('node.infoCard.name')}
      </h2>
      <div className="field">
        <label htmlFor={`${id}-name`}>{t('node.infoCard.nameOfTheNode')}</label>
        <input
          id={`${id}-name`}
          type="text"
          maxLength={MAX_NAME}
          value={name}
          readOnly={flow.busy}
          onChange={(event) => setName(event.target.value)}
        />
      </div>
      {node.role === 'coordinator' && (
        <div className="field">
          <label htmlFor={`${id}-url`}>{t('node.infoCard.addressOfItsHttp')}</label>
          <input
            id={`${id}-url`}
            type="text"
            inputMode="url"
            placeholder="https://…"
            value={url}
            readOnly={flow.busy}
            aria-invalid={isUrlBad}
            aria-describedby={`${id}-problem`}
            onChange={(event) => setUrl(event.target.value)}
          />
          <p id={`${id}-problem`} className="field-problem" aria-live="polite">
            {isUrlBad ? t('node.infoCard.anAddressBeginsWith') : ''}
          </p>
          <p className="muted">{t('node.infoCard.minersAndAppsUse')}</p>
        </div>
      )}
      <TransactionButton flow={flow} unavailable={missing} onClick={save}>
        {node.role === 'coordinator'
          ? t('node.infoCard.publishNameAndAddress')
          : t('node.infoCard.publishTheName')}
      </TransactionButton>
      <TransactionStatus flow={flow} done={t('node.infoCard.published')} missing={missing} />
    </section>
  );
}

/**
 * The announcement with what was typed in it, and all else as it was; undefined where it would not be valid.
 */
export function nextInfo(
  { role }: Pick<RosterNode, 'role'>,
  info: NodeInfo | undefined,
  typed: { name: string; url: string },
): NodeInfo | undefined {
  const name = typed.name.trim();
  if (name === '') return undefined;
  const url = typed.url.trim();
  const { url: _, ...rest } = info ?? { url: undefined };
  const next = { ...rest, name, ...(role === 'coordinator' && url !== '' && { url }) };
  return nodeInfoSchema.safeParse(next).success ? next : undefined;
}
