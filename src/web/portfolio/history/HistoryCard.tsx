import { useState } from 'react';
import type { Address } from 'viem';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { DownloadLink } from '#web/csv/DownloadLink.tsx';
import { t } from '#web/language/translate.ts';
import { formatCount } from '#web/money/amount.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { readerOf } from '#web/network/pageClient.ts';
import { type EventPage, eventsCsv, readAccountEvents } from '#web/portfolio/history/accountEvents.ts';
import { RewardChart } from '#web/portfolio/history/RewardChart.tsx';

interface HistoryCardProps {
  address: Address;
  /** What the wallet has now, as CSV. */
  positions: () => string;
}

/** Downloads: what the wallet has now, and what it did, read from the chain on demand. */
export function HistoryCard({ address, positions }: HistoryCardProps) {
  const { client, config } = useNetwork();
  const [table, setTable] = useState<string>();
  const [pages, setPages] = useState<readonly EventPage[]>([]);
  const [reading, setReading] = useState(false);
  const [failed, setFailed] = useState(false);
  const oldest = pages.at(-1)?.from;
  const count = pages.reduce((sum, { events }) => sum + events.length, 0);

  async function readOn(): Promise<void> {
    setReading(true);
    setFailed(false);
    try {
      const reader = readerOf(client);
      const to = oldest === undefined ? (await client.getBlock()).number : oldest - 1n;
      const page = await readAccountEvents(reader, config.contracts.staking, { user: address, to });
      setPages((known) => [...known, page]);
    } catch (error) {
      console.debug('reading events of', address, error);
      setFailed(true);
    } finally {
      setReading(false);
    }
  }

  return (
    <section className="card span" aria-labelledby="downloads-title">
      <h2 id="downloads-title">{t('portfolio.historyCard.downloads')}</h2>
      <p className="muted">{t('portfolio.historyCard.tablesForASpreadsheet')}</p>
      <div className="row-actions">
        <ActionButton onClick={() => setTable(positions())}>
          {t('portfolio.historyCard.preparePositions')}
        </ActionButton>
        {table !== undefined && (
          <DownloadLink name={`cuckoo-positions-${address}`} text={table} type="text/csv">
            {t('portfolio.historyCard.savePositions')}
          </DownloadLink>
        )}
      </div>
      <div className="row-actions">
        <ActionButton
          unavailable={oldest === 0n ? t('portfolio.historyCard.allAreRead') : undefined}
          busy={reading}
          onClick={() => void readOn()}
        >
          {pages.length === 0
            ? t('portfolio.historyCard.readEvents')
            : t('portfolio.historyCard.readOlderEvents')}
        </ActionButton>
        {pages.length > 0 && (
          <DownloadLink name={`cuckoo-events-${address}`} text={eventsCsv(pages)} type="text/csv">
            {t('portfolio.historyCard.saveEvents')}
          </DownloadLink>
        )}
      </div>
      <p
        className="flow-status"
        role={failed ? 'alert' : 'status'}
        data-phase={failed ? 'failed' : undefined}
      >
        {eventsSentence({ failed, reading, count, oldest })}
      </p>
      <RewardChart pages={pages} />
    </section>
  );
}

interface Progress {
  failed: boolean;
  reading: boolean;
  count: number;
  /** The oldest block that was looked at. */
  oldest: bigint | undefined;
}

export function eventsSentence({ failed, reading, count, oldest }: Progress): string {
  if (failed) return t('portfolio.historyCard.theChainsNodeDid');
  if (reading) return t('portfolio.historyCard.readingTheChain');
  if (oldest === undefined) return '';
  return oldest === 0n
    ? t('portfolio.historyCard.foundAllThatThis', { count })
    : t('portfolio.historyCard.foundSinceBlockOldest', { count, oldest: formatCount(Number(oldest)) });
}
