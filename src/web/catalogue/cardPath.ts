/** The page of a model. Its files are in the folder of the same address. */
export const cardPath = (id: string): string => `/models/${encodeURIComponent(id)}`;
