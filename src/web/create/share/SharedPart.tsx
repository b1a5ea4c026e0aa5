import { useQuery } from '@tanstack/react-query';
import type { Hex } from 'viem';
import { t } from '#web/language/translate.ts';
import { SharedPicture } from '#web/shared/SharedPicture.tsx';
import { findShared, readSharedContent } from '#web/shared/sharedApi.ts';
import { formatDay } from '#web/time/moment.ts';

function SharedText({ url, id, excerpt }: { url: string; id: Hex; excerpt: string | null }) {
  const whole = useQuery({
    queryKey: ['shared', url, id],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => readSharedContent(url, id, signal),
  });
  return (
    <p className="own-words">{whole.data === undefined ? excerpt : new TextDecoder().decode(whole.data)}</p>
  );
}

/** What a task's maker has made public of it; nothing where nothing is. */
export function SharedPart({ url, id }: { url: string; id: Hex }) {
  const shared = useQuery({ queryKey: ['sharedList', url, id], queryFn: () => findShared(url, id) });
  if (!shared.data) return null;
  const { kind, prompt, excerpt, until } = shared.data;
  return (
    <section className="card" aria-labelledby="shared-title">
      <h2 id="shared-title">{t('create.sharedPart.shared')}</h2>
      <p className="made-prompt own-words">{prompt}</p>
      {kind === 'image' ? (
        <SharedPicture shown={{ url, result: shared.data }} />
      ) : (
        <SharedText url={url} id={id} excerpt={excerpt} />
      )}
      <p className="muted">{t('create.sharedPart.untilDate', { date: formatDay(until) })}</p>
    </section>
  );
}
