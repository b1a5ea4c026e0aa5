/** What some browsers tell of a connection. */
interface Connection {
  readonly saveData?: boolean;
  readonly type?: string;
}

/**
 * Whether bytes are dear: the user asked the browser to save data, or the connection is a mobile one.
 * Browsers that do not say count as not metered.
 * @param on a page's or a worker's navigator
 */
export function isMetered(on: object = navigator): boolean {
  const { connection } = on as { connection?: Connection };
  return connection?.saveData === true || connection?.type === 'cellular';
}
