/**
 * Tasks that a miner may hold beyond those that it computes together, so that its GPU does not wait for the
 * next one.
 */
export const TASKS_AHEAD = 1;

/**
 * Whether a miner may be given one more task. It may hold one batch of one model, plus TASKS_AHEAD. The tasks
 * ahead may be of another model, so that a stream of one kind does not keep the others out.
 * @param held tasks that it has now, by model
 * @param together how many of each model it computes at the same time
 */
export function hasRoom(
  held: ReadonlyMap<string, number>,
  model: string,
  together: ReadonlyMap<string, number>,
): boolean {
  const then = new Map(held).set(model, (held.get(model) ?? 0) + 1);
  const all = [...then.values()].reduce((sum, count) => sum + count, 0);
  return [...then].some(([id, count]) => all - Math.min(count, together.get(id) ?? 1) <= TASKS_AHEAD);
}
