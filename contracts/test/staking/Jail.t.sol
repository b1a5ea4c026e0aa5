// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Role } from "../../src/staking/Node.sol";
import { Penalties } from "../../src/staking/Penalties.sol";
import { Pools } from "../../src/staking/Pools.sol";
import { Fixture } from "../Fixture.sol";

contract JailTest is Fixture {
  uint256 private id;

  function setUp() public override {
    super.setUp();
    id = registerMiner(alice);
  }

  function jail(uint64 until) private {
    vm.prank(admin);
    staking.jail(id, until);
  }

  function testFuzz_jailTakesTheWeightUntilItsTermIsOver(uint64 term) public {
    term = uint64(_bound(term, 1, 3_650 days));
    vote(bob, id, 5e18);
    uint64 until = uint64(block.timestamp + term);
    vm.expectEmit(address(staking));
    emit Penalties.Jailed(id, until);
    jail(until);
    assertEq(staking.node(id).jailedUntil, until);
    assertFalse(staking.node(id).active);
    assertEq(staking.weightOf(id), 0);

    vm.warp(until - 1);
    vm.expectRevert(abi.encodeWithSelector(Penalties.StillJailed.selector, id, until));
    staking.unjail(id);
    vm.warp(until);
    vm.expectEmit(address(staking));
    emit Penalties.Unjailed(id);
    staking.unjail(id);
    assertEq(staking.node(id).jailedUntil, 0);
    assertEq(staking.weightOf(id), MINER_MINIMUM + 5e18);
    vm.expectRevert(abi.encodeWithSelector(Penalties.NotJailed.selector, id));
    staking.unjail(id);
  }

  function test_aJailedNodeEarnsNothingAndKeepsWhatItEarned() public {
    giveAndStake(bob, MINER_MINIMUM * 2);
    fund(1e18 * 1 days, 1 days);
    skip(6 hours);
    uint256 before = earned(alice, id);
    assertApproxEqAbs(before, 1e18 * 3 hours, 10);
    jail(uint64(block.timestamp + 1));
    skip(6 hours);
    assertEq(earned(alice, id), before);
    staking.unjail(id);
    assertEq(earned(alice, id), before);
    skip(6 hours);
    assertApproxEqAbs(earned(alice, id), 1e18 * 6 hours, 10);
  }

  function test_jailRefusesThePastAndNobody() public {
    vm.startPrank(admin);
    vm.expectRevert(
      abi.encodeWithSelector(Penalties.JailInThePast.selector, block.timestamp, block.timestamp)
    );
    staking.jail(id, uint64(block.timestamp));
    vm.expectRevert(abi.encodeWithSelector(Pools.UnknownNode.selector, 5));
    staking.jail(5, uint64(block.timestamp + 1));
    vm.expectRevert(abi.encodeWithSelector(Pools.UnknownNode.selector, 5));
    staking.unjail(5);
  }

  function test_aCoordinatorsWeightCountsForItsRole() public {
    id = registerNode(bob, "coordinator", Role.Coordinator, 0, COORDINATOR_MINIMUM);
    assertEq(staking.totalWeight(Role.Coordinator), COORDINATOR_MINIMUM);
    jail(uint64(block.timestamp + 1));
    assertEq(staking.totalWeight(Role.Coordinator), 0);
    assertEq(staking.totalWeight(Role.Miner), MINER_MINIMUM);
  }
}
