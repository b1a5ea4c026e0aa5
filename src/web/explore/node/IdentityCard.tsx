import type { NodeDetail } from '#chain/nodeDetail.ts';
import type { NodeInfo } from '#chain/nodeInfo.ts';
import { Badge } from '#web/components/Badge.tsx';
import { ExplorerAddress } from '#web/components/ExplorerLink.tsx';
import { useRelay } from '#web/explore/node/useNode.ts';
import { formatMoment } from '#web/time/moment.ts';

/** Where a coordinator is reached, and whether it is. */
function Addresses({ url }: { url: string }) {
  const relay = useRelay(url);
  return (
    <>
      <div>
        <dt>API</dt>
        <dd>
          <a href={url} rel="noreferrer">
            {url}
          </a>{' '}
          {relay.isError ? (
            <Badge tone="bad">does not answer</Badge>
          ) : (
            relay.data !== undefined && <Badge tone="good">answers now</Badge>
          )}
        </dd>
      </div>
      <div>
        <dt>For miners</dt>
        <dd>
          {relay.data === undefined
            ? relay.isError
              ? 'Not known while it does not answer.'
              : 'Asking…'
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
      <h2 id="identity-title">Who runs it</h2>
      <dl className="facts">
        <div>
          <dt>Owner</dt>
          <dd>
            <ExplorerAddress address={node.owner} />{' '}
            <span className="muted">
              {ownedSince === 0 ? 'registered it' : `since ${formatMoment(ownedSince)}, took it over`}
            </span>
          </dd>
        </div>
        <div>
          <dt>Operator key</dt>
          <dd>
            <ExplorerAddress address={node.operator} />{' '}
            <span className="muted">
              {operatorSince === 0 ? '' : `${node.retired ? 'from' : 'since'} ${formatMoment(operatorSince)}`}
            </span>
          </dd>
        </div>
        {node.role === 'coordinator' &&
          (info?.url === undefined ? (
            <div>
              <dt>API</dt>
              <dd className="muted">It announces no address.</dd>
            </div>
          ) : (
            <Addresses url={info.url} />
          ))}
      </dl>
    </section>
  );
}
