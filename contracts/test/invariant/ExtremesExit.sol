// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { Exit } from "../../src/staking/Exits.sol";
import { Pool } from "../../src/staking/Shares.sol";
import { Fixture } from "../Fixture.sol";
import { OpenStaking } from "../doubles/OpenStaking.sol";

/// @dev Everybody leaves, and each is paid to the wei what the views say. What is left with nobody is the worth of
/// virtual shares and what roundings have lost; both are counted here.
abstract contract ExtremesExit is Fixture {
  uint256 internal constant VIRTUAL_SHARES = 1e6;

  address[5] public users;
  OpenStaking internal open;
  /// @dev The most wei that roundings may have left in the vault so far.
  uint256 public vaultDust;
  /// @dev The most wei that nobody's shares of pools may be worth once everybody has left.
  uint256 public stakeDust;

  modifier by(address actor) {
    vm.startPrank(actor);
    _;
    vm.stopPrank();
  }

  /// @dev Call it after each action on a pool. An update of the emission rounds a wei away for each 2^92 of weight; that
  /// of a pool rounds one wei away, and one more for each 2^112 of its shares; a position two.
  function touch(uint256 id) internal {
    (Pool memory pool,) = open.poolsOf(id);
    vaultDust += 2 * cai.totalSupply() / 2 ** 92 + (uint256(pool.shares) >> 112) + 5;
  }

  /// @dev What is yet to be emitted.
  function promised() public view returns (uint256) {
    uint256 end = staking.emissionEnd();
    return end > block.timestamp ? (end - block.timestamp) * staking.emissionRate() : 0;
  }

  /// @dev The order in which they leave, and whether each claims before or after that, follow from `word`.
  function everybodyLeaves(uint256 word) external {
    countVirtualShares();
    for (uint256 i = 0; i < users.length; i++) {
      address user = users[(word + i) % users.length];
      if ((word >> (8 + i)) % 2 == 0) claimAll(user);
      leaveAll(user);
    }
    skip(COOL_DOWN + (word >> 16) % 365 days);
    for (uint256 i = 0; i < users.length; i++) {
      address user = users[((word >> 32) + i) % users.length];
      withdrawAll(user);
      claimAll(user);
    }
  }

  function countVirtualShares() private {
    for (uint256 id = 1; id <= staking.nodeCount(); id++) {
      (Pool memory pool, Pool memory unbonding) = open.poolsOf(id);
      stakeDust += virtualWorth(pool) + virtualWorth(unbonding);
    }
  }

  /// @dev Rounded up.
  function virtualWorth(Pool memory pool) private pure returns (uint256) {
    return Math.ceilDiv((uint256(pool.assets) + 1) * VIRTUAL_SHARES, pool.shares + VIRTUAL_SHARES);
  }

  function claimAll(address user) private by(user) {
    uint256 nodes = staking.nodeCount();
    uint256[] memory ids = new uint256[](nodes + 1);
    for (uint256 id = 0; id <= nodes; id++) {
      ids[id] = id;
      touch(id);
    }
    uint256 due = sum(staking.earnedOf(user, ids));
    uint256 before = cai.balanceOf(user);
    staking.claim(ids, user);
    assertEq(cai.balanceOf(user) - before, due, "not paid what was due");
  }

  function leaveAll(address user) private by(user) {
    uint256 nodes = staking.nodeCount();
    for (uint256 id = 1; id <= nodes; id++) {
      if (staking.votesOf(user, id) == 0) continue;
      staking.unvote(id, type(uint256).max);
      assertEq(staking.votesOf(user, id), 0);
      touch(id);
      // What the shares are worth is rounded down, and so is the number of those that it buys.
      stakeDust += 2;
    }
    if (staking.idleOf(user) != 0) staking.unstake(type(uint256).max);
    touch(0);
  }

  /// @dev What one withdrawal rounds away is in the pool for the next.
  function withdrawAll(address user) private by(user) {
    Exit[] memory exits = staking.exitsOf(user);
    for (uint256 i = 0; i < exits.length; i++) {
      uint256 before = cai.balanceOf(user);
      staking.withdraw(exits[i].id, user);
      uint256 paid = cai.balanceOf(user) - before;
      assertGe(paid, exits[i].amount, "not paid what left");
      assertLe(paid, exits[i].amount + i, "paid more than what left");
    }
    stakeDust += exits.length;
  }

  function exitAt(address user, uint256 which)
    internal
    view
    returns (uint256 exitId, uint256 from, uint256 readyAt)
  {
    Exit[] memory exits = staking.exitsOf(user);
    if (exits.length == 0) return (0, 0, 0);
    Exit memory exit = exits[which % exits.length];
    return (exit.id, exit.nodeId, exit.readyAt);
  }

  function sum(uint256[] memory amounts) private pure returns (uint256 total) {
    for (uint256 i = 0; i < amounts.length; i++) {
      total += amounts[i];
    }
  }
}
