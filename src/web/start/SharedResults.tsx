import { useQueries } from '@tanstack/react-query';
import { Link } from 'wouter';
import { rich, t } from '#web/language/translate.ts';
import { taskPath } from '#web/paths/taskPath.ts';
import { useCoordinators } from '#web/queries/useCoordinators.ts';
import { newestShared, type ShownResult } from '#web/shared/newestShared.ts';
import { SharedPicture } from '#web/shared/SharedPicture.tsx';
import { listShared } from '#web/shared/sharedApi.ts';
import { lastAnswerSentence } from '#web/time/lastAnswer.ts';

/** Results on the start page. */
const SHOWN = 12;
/** How often they are read again, in ms. */
const LOOK_MS = 30_000;

function Tile({ shown }: { shown: ShownResult }) {
  const { id, kind, model, excerpt } = shown.result;
  return (
    <li className="shared-tile">
      <Link href={taskPath(id)}>
        {kind === 'image' ? (
          <SharedPicture shown={shown} />
        ) : (
          <span className="shared-text own-words">{excerpt}</span>
        )}
      </Link>
      <small className="muted">{model}</small>
    </li>
  );
}

/** What stands in the place of the tiles while there are none. */
function NoTiles({ isAway, isRead }: { isAway: boolean; isRead: boolean }) {
  // None has answered yet: else there would be a list.
  if (isAway) return `${t('start.sharedResults.away')} ${lastAnswerSentence(0)}`;
  if (!isRead) return t('start.sharedResults.reading');
  return rich('start.sharedResults.empty', { link: (part) => <Link href="/create">{part}</Link> });
}

/** The newest results that their makers have made public, of all coordinators. Its height never changes. */
export function SharedResults() {
  const { coordinators, error } = useCoordinators();
  const heard = useQueries({
    queries: (coordinators ?? []).map(({ url }) => ({
      queryKey: ['sharedList', url],
      queryFn: () => listShared(url, SHOWN),
      refetchInterval: LOOK_MS,
    })),
  });
  const lists = heard.flatMap(({ data }, at) =>
    data === undefined ? [] : [{ url: coordinators![at]!.url, results: data.data }],
  );
  const shown = newestShared(lists, SHOWN);
  const isRead = coordinators?.length === 0 || lists.length > 0;
  const isAway = !isRead && (error !== null || (heard.length > 0 && heard.every(({ isError }) => isError)));
  return (
    <section className="shared" aria-labelledby="shared-title">
      <h2 id="shared-title">{t('start.sharedResults.title')}</h2>
      <p className="muted">{t('start.sharedResults.note')}</p>
      {shown.length > 0 ? (
        <ul className="shared-tiles">
          {shown.map((each) => (
            <Tile key={each.result.id} shown={each} />
          ))}
        </ul>
      ) : (
        <p className="shared-none" role="status">
          <span>
            <NoTiles isAway={isAway} isRead={isRead} />
          </span>
        </p>
      )}
    </section>
  );
}
