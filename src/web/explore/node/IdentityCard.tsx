import type { Address } from 'viem';
import type { NodeDetail } from '#chain/nodeDetail.ts';
import type { NodeInfo } from '#chain/nodeInfo.ts';
import { Badge } from '#web/components/Badge.tsx';
import { ExplorerAddress } from '#web/components/ExplorerLink.tsx';
import { speaksFor } from '#web/explore/node/relayIdentity.ts';
import { useRelay } from '#web/explore/node/useNode.ts';
import { t } from '#web/language/translate.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { formatMoment } from '#web/time/moment.ts';

/**
 * Where a coordinator is reached, and whether it is.
 * @param operator its key, by the chain
 */
function Addresses({ url, operator }: { url: string; operator: Address }) {
  const relay = useRelay(url);
  const { config } = useNetwork();
  const isOther = relay.data !== undefined && !speaksFor(relay.data, operator, config);
  return (
    <>
      <div>
        <dt>{t('explore.identityCard.api')}</dt>
        <dd>
          <a href={url} rel="noreferrer">
            {url}
          </a>{' '}
          {relay.isError ? (
            <Badge tone="bad">{t('explore.identityCard.doesNotAnswer')}</Badge>
          ) : (
            relay.data !== undefined && (
              <Badge tone={isOther ? 'bad' : 'good'}>
                {t(isOther ? 'explore.identityCard.answersAsAnother' : 'explore.identityCard.answersNow')}
              </Badge>
            )
          )}
        </dd>
      </div>
      <div>
        <dt>{t('explore.identityCard.forMiners')}</dt>
        <dd>
          {relay.data === undefined
            ? relay.isError
              ? t('explore.identityCard.notKnownWhileIt')
              : t('explore.identityCard.asking')
            : isOther
              ? t('explore.identityCard.notItsOwn')
              : relay.data.multiaddrs.map((address) => (
                  <code key={address} className="hash">
                    {address}{' '}
                  </code>
                ))}
        </dd>
      </div>
    </>
  );
}

/** Who owns a node, which key signs for it, and where it is. */
export function IdentityCard({ detail, info }: { detail: NodeDetail; info: NodeInfo | undefined }) {
  const { node, operatorSince, ownedSince } = detail;
  return (
    <section className="card" aria-labelledby="identity-title">
      <h2 id="identity-title">{t('explore.identityCard.whoRunsIt')}</h2>
      <dl className="facts">
        <div>
          <dt>{t('explore.identityCard.owner')}</dt>
          <dd>
            <ExplorerAddress address={node.owner} />{' '}
            <span className="muted">
              {ownedSince === 0
                ? t('explore.identityCard.registeredIt')
                : t('explore.identityCard.sinceOwnedsinceTookIt', { ownedSince: formatMoment(ownedSince) })}
            </span>
          </dd>
        </div>
        <div>
          <dt>{t('explore.identityCard.operatorKey')}</dt>
          <dd>
            <ExplorerAddress address={node.operator} />{' '}
            <span className="muted">
              {operatorSince === 0
                ? ''
                : t(node.retired ? 'explore.identityCard.from' : 'explore.identityCard.since', {
                    moment: formatMoment(operatorSince),
                  })}
            </span>
          </dd>
        </div>
        {node.role === 'coordinator' &&
          (info?.url === undefined ? (
            <div>
              <dt>{t('explore.identityCard.api')}</dt>
              <dd className="muted">{t('explore.identityCard.itAnnouncesNoAddress')}</dd>
            </div>
          ) : (
            <Addresses url={info.url} operator={node.operator} />
          ))}
      </dl>
    </section>
  );
}
