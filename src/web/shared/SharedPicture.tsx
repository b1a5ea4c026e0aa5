import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useObjectUrl } from '#web/components/useObjectUrl.ts';
import type { ShownResult } from '#web/shared/newestShared.ts';
import { readSharedContent } from '#web/shared/sharedApi.ts';

/** How far from the screen a picture is read already. */
const NEAR = '200px';

/** Whether an element was near the screen once. */
function useNear(element: React.RefObject<Element | null>): boolean {
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (element.current === null || isNear) return;
    const observer = new IntersectionObserver(
      (entries) => setNear(entries.some(({ isIntersecting }) => isIntersecting)),
      { rootMargin: NEAR },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, isNear]);
  return isNear;
}

/**
 * A shared picture, read when it comes near the screen. The page reads it itself: its Content-Security-Policy
 * lets no other site's pictures in, and the answer's size is bounded. Its place is kept until then.
 */
export function SharedPicture({ shown: { url, result } }: { shown: ShownResult }) {
  const place = useRef<HTMLSpanElement>(null);
  const isNear = useNear(place);
  const content = useQuery({
    queryKey: ['shared', url, result.id],
    enabled: isNear,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => readSharedContent(url, result.id, signal),
  });
  const blob = useMemo(() => content.data && new Blob([content.data], { type: 'image/png' }), [content.data]);
  const picture = useObjectUrl(blob);
  return (
    <span className="shared-picture" ref={place}>
      {picture === undefined ? (
        <span role="img" aria-label={result.prompt} />
      ) : (
        <img src={picture} alt={result.prompt} />
      )}
    </span>
  );
}
