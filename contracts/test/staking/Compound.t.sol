// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Rewards } from "../../src/staking/Rewards.sol";
import { Fixture } from "../Fixture.sol";

contract CompoundTest is Fixture {
  uint256 private constant RATE = 1e18;

  function test_compoundedRewardsAreIdleStake() public {
    uint256 id = registerMiner(alice);
    vote(bob, id, MINER_MINIMUM);
    fund(RATE * 1 days, 1 days);
    skip(1 days);
    (uint256 due, uint256 total, uint256 vault) = (earned(bob, id), staking.totalAssets(), staking.vault());
    assertGt(due, 0);
    vm.expectEmit(address(staking));
    emit Rewards.Compounded(bob, due);
    vm.prank(bob);
    assertEq(staking.compound(single(id)), due);
    assertEq(staking.idleOf(bob), due);
    assertEq(staking.totalAssets(), total + due);
    assertEq(staking.vault(), vault - due);
    assertEq(earned(bob, id), 0);
  }
}
