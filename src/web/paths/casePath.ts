/** The page of a case before a jury; that of all cases while its number is not known. */
export const casePath = (id: string | null): string =>
  id !== null && /^[1-9]\d*$/.test(id) ? `/cases/${id}` : '/cases';
