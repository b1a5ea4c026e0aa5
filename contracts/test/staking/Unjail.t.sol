// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Penalties } from "../../src/staking/Penalties.sol";
import { Pools } from "../../src/staking/Pools.sol";
import { Fixture } from "../Fixture.sol";

contract UnjailTest is Fixture {
  uint256 private id;

  function setUp() public override {
    super.setUp();
    id = registerMiner(alice);
  }

  function testFuzz_theWeightIsBackOnceTheTermIsOver(uint64 term) public {
    vote(bob, id, 5e18);
    uint64 until = uint64(block.timestamp + _bound(term, 1, 3_650 days));
    jail(id, until);
    vm.warp(until - 1);
    vm.expectRevert(abi.encodeWithSelector(Penalties.StillJailed.selector, id, until));
    staking.unjail(id);
    vm.warp(until);
    vm.expectEmit(address(staking));
    emit Penalties.Unjailed(id);
    staking.unjail(id);
    assertEq(staking.node(id).jailedUntil, 0);
    assertEq(staking.weightOf(id), MINER_MINIMUM + 5e18);
  }

  function test_aJailedNodeEarnsNothingAndKeepsWhatItEarned() public {
    giveAndStake(bob, MINER_MINIMUM);
    fund(1e18 * 1 days, 1 days);
    skip(6 hours);
    uint256 before = earned(alice, id);
    assertApproxEqAbs(before, 1e18 * 3 hours, 10);
    jail(id, uint64(block.timestamp + 1));
    skip(6 hours);
    assertEq(earned(alice, id), before);
    staking.unjail(id);
    assertEq(earned(alice, id), before);
    skip(6 hours);
    assertApproxEqAbs(earned(alice, id), 1e18 * 6 hours, 10);
  }

  function test_nobodyLeavesAJailItIsNotIn() public {
    vm.expectRevert(abi.encodeWithSelector(Penalties.NotJailed.selector, id));
    staking.unjail(id);
    vm.expectRevert(abi.encodeWithSelector(Pools.UnknownNode.selector, 5));
    staking.unjail(5);
  }
}
