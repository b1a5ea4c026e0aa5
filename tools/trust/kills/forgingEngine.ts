import type { TaskEngine } from '#miner/engine/taskEngine.ts';
import { FORGED } from '#tools/trust/kills/client.ts';
import { computed, MANIFEST, MODEL, measured } from '#tools/trust/kills/pictures.ts';

/** A GPU that takes no time, of whose pictures one is a forgery. */
export const forgingEngine: TaskEngine = {
  models: () => [MODEL],
  manifestOf: (model) => (model === MODEL ? MANIFEST : undefined),
  together: () => 1,
  run: async (request, { onStart }) => {
    onStart();
    return computed(request, request.salt === FORGED);
  },
  audit: async (work) => measured(work),
};
