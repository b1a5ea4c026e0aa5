import type { ApiCaseDetail } from '#protocol/messages/apiCase.ts';
import { apiUrl } from '#protocol/messages/apiUrl.ts';
import { AddressTag } from '#web/components/AddressTag.tsx';

/** Events of the contract in plain words. */
const EVENTS: Record<string, string> = {
  Opened: 'Reported',
  Exhibited: 'Evidence named',
  JuryCalled: 'Jury called',
  JuryDrawn: 'Jury drawn',
  Committed: 'Sealed votes sent',
  Revealed: 'Votes opened',
  Settled: 'Settled',
  JurorsPaid: 'Jurors paid',
};

interface CaseRecordsProps {
  theCase: ApiCaseDetail;
  /** Of the coordinator that told of it. */
  url: string;
}

/** What a case rests on: its evidence, and its transactions on the chain. */
export function CaseRecords({ theCase: { exhibits, transactions }, url }: CaseRecordsProps) {
  return (
    <>
      <section className="card" aria-labelledby="evidence-title">
        <h2 id="evidence-title">Evidence</h2>
        <p className="muted">
          A bundle holds the prompt, the result and what was signed. Its hash names it, so nobody can change
          it.
        </p>
        {exhibits.length === 0 && <p>No evidence was named.</p>}
        <ul className="rows" aria-label="Evidence">
          {exhibits.map(({ coordinator, hash, url: path }) => (
            <li key={coordinator + hash} className="row">
              <div className="row-main">
                <span>
                  Kept by <AddressTag address={coordinator} />
                </span>
                <code className="hash">{hash}</code>
              </div>
              {path === null ? (
                <small className="muted">not at the coordinator asked here</small>
              ) : (
                <a className="button small" href={apiUrl(url, path).href} download={`evidence-${hash}.cbor`}>
                  Download
                </a>
              )}
            </li>
          ))}
        </ul>
      </section>
      <section className="card" aria-labelledby="transactions-title">
        <h2 id="transactions-title">Transactions</h2>
        <ul className="rows" aria-label="Transactions">
          {transactions.map(({ event, hash, block }) => (
            <li key={hash} className="row">
              <div className="row-main">
                <span>
                  {EVENTS[event] ?? event} <span className="muted">in block {block}</span>
                </span>
                <code className="hash">{hash}</code>
              </div>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
