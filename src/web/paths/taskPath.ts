/** The page of a task. */
export const taskPath = (id: string): string => `/tasks/${id}`;
