// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Pool } from "../../src/staking/Shares.sol";
import { Fixture } from "../Fixture.sol";
import { OpenStaking } from "../doubles/OpenStaking.sol";

/// @dev Checks what an action must not change for those who have no part in it. Looks at all pairs of user
/// and pool, or at `WITNESSES` of them, other ones after each action, so that a long campaign can run more
/// actions.
abstract contract Witnesses is Fixture {
  struct Holding {
    address user;
    uint256 id;
    uint256 held;
    uint256 due;
    Pool pool;
    Pool unbonding;
  }

  address[4] public users;
  /// @dev Actions so far: each may leave a few wei of rounding in the vault.
  uint256 public actions;
  OpenStaking internal open;
  uint256 private immutable _limit = vm.envOr("WITNESSES", uint256(1_000));

  modifier counted() {
    actions++;
    _;
  }

  /// @dev After the action, nobody but its actor holds less, and what anybody is due is the same. No share of
  /// a pool is worth less, and all its shares together gain at most a wei of rounding.
  modifier harmless(address actor) {
    actions++;
    Holding[] memory before = _witnesses();
    _;
    for (uint256 i = 0; i < before.length; i++) {
      Holding memory then = before[i];
      // What an action settles is what was due before it, except for rounding.
      assertApproxEqAbs(earned(then.user, then.id), then.due, 2);
      if (then.user != actor) assertGe(_held(then.user, then.id), then.held);
      (Pool memory pool, Pool memory unbonding) = open.poolsOf(then.id);
      _assertSamePrice(then.pool, pool);
      _assertSamePrice(then.unbonding, unbonding);
    }
  }

  function _witnesses() private view returns (Holding[] memory holdings) {
    uint256 all = users.length * (staking.nodeCount() + 1);
    holdings = new Holding[](all < _limit ? all : _limit);
    uint256 first = uint256(keccak256(abi.encode(actions))) % all;
    for (uint256 i = 0; i < holdings.length; i++) {
      Holding memory holding = holdings[i];
      uint256 place = (first + i) % all;
      (holding.user, holding.id) = (users[place % users.length], place / users.length);
      (holding.held, holding.due) = (_held(holding.user, holding.id), earned(holding.user, holding.id));
      (holding.pool, holding.unbonding) = open.poolsOf(holding.id);
    }
  }

  function _held(address holder, uint256 id) private view returns (uint256) {
    return id == 0 ? staking.idleOf(holder) : staking.votesOf(holder, id);
  }

  /// @dev Includes the virtual wei and shares that every pool counts.
  function _assertSamePrice(Pool memory before, Pool memory later) private pure {
    uint256 shares = before.shares + 1e6;
    uint256 worth = (later.assets + 1) * shares;
    uint256 expected = (before.assets + 1) * (uint256(later.shares) + 1e6);
    assertGe(worth, expected, "a share lost worth");
    assertLe(worth - expected, shares, "a share gained more than rounding");
  }
}
