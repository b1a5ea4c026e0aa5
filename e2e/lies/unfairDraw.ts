import { RosterFollower } from '#chain/follower/rosterFollower.ts';
import type { Roster } from '#chain/roster.ts';

/** Draws as if the miner that registered first had never done so. */
function leaveOutTheFirst(): void {
  const { epoch, at } = RosterFollower.prototype;
  RosterFollower.prototype.epoch = function () {
    return withoutTheFirst(epoch.call(this));
  };
  RosterFollower.prototype.at = async function (block) {
    return withoutTheFirst(await at.call(this, block));
  };
}

function withoutTheFirst(roster: Roster): Roster {
  const [first] = roster.miners.map(({ id }) => id).sort((one, other) => Number(one - other));
  return { ...roster, miners: roster.miners.filter(({ id }) => id !== first) };
}

leaveOutTheFirst();
