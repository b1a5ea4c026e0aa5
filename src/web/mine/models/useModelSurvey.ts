import { useQuery } from '@tanstack/react-query';
import { ModelStoreClient } from '#miner/models/modelStoreClient.ts';

/** One store per page load: a download continues while the user visits other pages. */
export const modelStore = new ModelStoreClient();

/** Other tabs change the files on disk too, so they are read again at this interval, in ms. */
const SURVEY_INTERVAL_MS = 5_000;
export const SURVEY_KEY = ['model-store'];

/**
 * The site's models and how much of each is on this device: the source of every model list on the Mine page.
 */
export function useModelSurvey() {
  return useQuery({
    queryKey: SURVEY_KEY,
    queryFn: () => modelStore.survey(),
    refetchInterval: SURVEY_INTERVAL_MS,
    retry: false,
  });
}
