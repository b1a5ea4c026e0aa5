import { useQuery } from '@tanstack/react-query';
import { isReplaced, keepNewVersion, LOOK_MS, ownEntry } from '#web/offline/newVersion.ts';

/** Whether the site has a newer version of this page. It is a new one when it opens. */
export function useNewVersion(): boolean {
  const version = useQuery({
    queryKey: ['newVersion'],
    queryFn: async () => {
      const own = ownEntry();
      const replaced = own !== undefined && (await isReplaced(own));
      if (replaced) await keepNewVersion(navigator.serviceWorker);
      return replaced;
    },
    // The development server replaces what has changed by itself.
    enabled: import.meta.env.PROD,
    ...{ initialData: false, staleTime: LOOK_MS, retry: false },
    refetchInterval: ({ state }) => (state.data === true ? false : LOOK_MS),
    // A tab that mines is seldom looked at.
    refetchIntervalInBackground: true,
    // It may have been opened without a network.
    refetchOnReconnect: 'always',
  });
  return version.data;
}
