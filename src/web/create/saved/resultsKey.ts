/** Names the query of this browser's gallery. */
export const RESULTS_KEY = ['results'];
