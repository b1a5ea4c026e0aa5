/** Reads at the same time: more would run into the limits of public nodes. */
const AT_ONCE = 20;

/**
 * Reads something for each item, a few at a time.
 * @throws whatever a read throws
 * @returns in the items' order
 * @example const seats = await readMany(nodeIds, (nodeId) => court.seatsOf(caseId, round, nodeId));
 */
export async function readMany<T, R>(items: readonly T[], read: (item: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE)
    answers.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map((item) => read(item)))));
  return answers;
}
