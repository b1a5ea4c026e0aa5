import type { RosterView } from '#miner/coordinators/rosterView.ts';
import type { StatusBoard } from '#miner/status/statusBoard.ts';

/**
 * Shows on the board when this tab's view of the chain is too old to check an assignment against, and takes
 * the sentence away when it is not any more.
 * @param onTurn called at either change
 * @returns the way to stop watching
 */
export function watchChain(
  roster: Pick<RosterView, 'health' | 'onHealth'>,
  board: StatusBoard,
  onTurn: () => void,
): () => void {
  const show = () => {
    const { tooOld, problem = null } = roster.health();
    const chainProblem = tooOld ? problem : null;
    const before = board.current().chainProblem;
    if (chainProblem === before) return;
    board.set({ chainProblem });
    if ((chainProblem === null) !== (before === null)) onTurn();
  };
  show();
  return roster.onHealth(show);
}
