// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Pools } from "../../src/staking/Pools.sol";
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
    emit Rewards.Compounded(bob, 0, due);
    vm.prank(bob);
    assertEq(staking.compound(single(id), 0), due);
    assertEq(staking.idleOf(bob), due);
    assertEq(staking.totalAssets(), total + due);
    assertEq(staking.vault(), vault - due);
    assertEq(earned(bob, id), 0);
  }

  function test_compoundsIntoAVote() public {
    uint256 id = registerMiner(alice);
    vote(bob, id, MINER_MINIMUM);
    fund(RATE * 1 days, 1 days);
    skip(1 days);
    (uint256 due, uint256 total) = (earned(bob, id), staking.totalAssets());
    vm.expectEmit(address(staking));
    emit Rewards.Compounded(bob, id, due);
    vm.prank(bob);
    assertEq(staking.compound(single(id), id), due);
    assertEq(staking.votesOf(bob, id), MINER_MINIMUM + due);
    assertEq(staking.weightOf(id), 2 * MINER_MINIMUM + due);
    assertEq(staking.idleOf(bob), 0);
    assertEq(staking.totalAssets(), total + due);
  }

  function test_votesForNoNodeThatTakesNone() public {
    uint256 id = registerMiner(alice);
    vm.expectRevert(abi.encodeWithSelector(Pools.UnknownNode.selector, 9));
    staking.compound(single(id), 9);
    jail(id, uint64(block.timestamp + 1));
    vm.expectRevert(abi.encodeWithSelector(Pools.NodeIsJailed.selector, id));
    staking.compound(single(id), id);
    vm.prank(alice);
    staking.retire(id);
    vm.expectRevert(abi.encodeWithSelector(Pools.NodeIsRetired.selector, id));
    staking.compound(single(id), id);
  }
}
