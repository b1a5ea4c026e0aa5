// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Role } from "../../src/staking/Node.sol";
import { Fixture } from "../Fixture.sol";

/// @dev Each division of rewards rounds down, so that all together are never due more than came in. The amounts leave a
/// remainder in each.
contract RoundingTest is Fixture {
  uint256 private constant RATE = 1e18;
  /// @dev Shares of the least bond.
  uint256 private constant BOND_SHARES = MINER_MINIMUM * 1e6;

  function test_theRewardOfAUnitOfWeight() public {
    giveAndStake(alice, 7e18);
    fund(RATE * 1 days, 1 days);
    skip(1);
    assertEq(earned(alice, 0), RATE - 1);
  }

  /// @dev Once as the reward of a unit of weight, once as that of a share.
  function test_theRewardOfAShare() public {
    uint256 id = registerNode(alice, "op", Role.Miner, 0, MINER_MINIMUM);
    fund(RATE * 1 days, 1 days);
    skip(1 days);
    assertEq(earned(alice, id), RATE * 1 days - 2);
  }

  function test_theCommission() public {
    uint256 id = registerNode(alice, "op", Role.Miner, 1_000, MINER_MINIMUM);
    vote(bob, id, 9 * MINER_MINIMUM);
    fund(RATE * 1 days, 1 days);
    skip(1 days);
    uint256 ofPool = ((RATE * 1 days << 92) / (10 * MINER_MINIMUM)) * 10 * MINER_MINIMUM >> 92;
    assertEq(ofPool % 10, 9);
    uint256 perShare = ((ofPool - ofPool / 10) << 112) / (10 * BOND_SHARES);
    assertEq(earned(alice, id), ofPool / 10 + (BOND_SHARES * perShare >> 112));
    assertEq(earned(bob, id), 9 * BOND_SHARES * perShare >> 112);
  }

  function test_theFeeOfAShare() public {
    uint256 id = registerMiner(alice);
    reward(id, 7);
    assertEq(earned(alice, id), 6);
  }

  /// @dev Half a wei each.
  function test_theFeeThatAPoolLacksSharesFor() public {
    uint256 id = registerMiner(alice);
    vote(bob, id, 0.5e18);
    vm.prank(alice);
    staking.unvote(id, MINER_MINIMUM);
    reward(id, 1);
    assertEq(earned(alice, id) + earned(bob, id), 0);
  }

  /// @dev Bob's shares come with nearly a wei that the pool earned before; half a wei more is not a whole one.
  function test_whoJoinsGainsNothingByTheFractionBehindIt() public {
    uint256 id = registerMiner(alice);
    reward(id, 1);
    vote(bob, id, MINER_MINIMUM - 1e18);
    reward(id, 1);
    assertEq(earned(bob, id), 0);
  }
}
