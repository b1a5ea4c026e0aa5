/**
 * Path of a model's page. The id goes into the query: it may contain dots, which a path would read as a file
 * type.
 */
export const cardPath = (id: string): string => `/model?id=${encodeURIComponent(id)}`;
