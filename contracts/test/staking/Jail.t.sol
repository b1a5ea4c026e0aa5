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

  function testFuzz_jailTakesTheWeight(uint64 term) public {
    term = uint64(_bound(term, 1, 3_650 days));
    vote(bob, id, 5e18);
    uint64 until = uint64(block.timestamp + term);
    vm.expectEmit(address(staking));
    emit Penalties.Jailed(id, until);
    jail(id, until);
    assertEq(staking.node(id).jailedUntil, until);
    assertFalse(staking.node(id).active);
    assertEq(staking.weightOf(id), 0);
  }

  function test_jailRefusesThePastAndNobody() public {
    vm.startPrank(admin);
    vm.expectRevert(
      abi.encodeWithSelector(Penalties.JailInThePast.selector, block.timestamp, block.timestamp)
    );
    staking.jail(id, uint64(block.timestamp));
    vm.expectRevert(abi.encodeWithSelector(Pools.UnknownNode.selector, 5));
    staking.jail(5, uint64(block.timestamp + 1));
  }

  function test_aNewTermReplacesTheRunningOne() public {
    jail(id, uint64(block.timestamp + 2 days));
    jail(id, uint64(block.timestamp + 1 days));
    skip(1 days);
    staking.unjail(id);
    assertTrue(staking.node(id).active);
  }

  /// @dev Not by an action of its owner either, which weighs it anew.
  function test_aNodeWhoseTermIsOverStaysInactiveUntilItLeavesJail() public {
    vote(alice, id, 1);
    jail(id, uint64(block.timestamp + 1 days));
    skip(1 days);
    vm.prank(alice);
    staking.unvote(id, 1);
    assertFalse(staking.node(id).active);
    staking.unjail(id);
    assertTrue(staking.node(id).active);
  }

  function test_aCoordinatorsWeightCountsForItsRole() public {
    id = registerNode(bob, "coordinator", Role.Coordinator, 0, COORDINATOR_MINIMUM);
    assertEq(staking.totalWeight(Role.Coordinator), COORDINATOR_MINIMUM);
    jail(id, uint64(block.timestamp + 1));
    assertEq(staking.totalWeight(Role.Coordinator), 0);
    assertEq(staking.totalWeight(Role.Miner), MINER_MINIMUM);
  }

  function test_aJailedNodeTakesNoVotes() public {
    uint256 other = registerNode(bob, "other", Role.Miner, 0, 2 * MINER_MINIMUM);
    giveAndStake(bob, 1e18);
    jail(id, uint64(block.timestamp + 1 days));
    bytes memory refusal = abi.encodeWithSelector(Pools.NodeIsJailed.selector, id);
    vm.startPrank(bob);
    vm.expectRevert(refusal);
    staking.vote(id, 1e18);
    vm.expectRevert(refusal);
    staking.moveVote(other, id, 1e18);
    skip(1 days);
    vm.expectRevert(refusal);
    staking.vote(id, 1e18);
    staking.unjail(id);
    staking.vote(id, 1e18);
  }

  function test_aVoteMovedToAJailedNodeBecomesIdle() public {
    uint256 other = registerNode(bob, "other", Role.Miner, 0, 2 * MINER_MINIMUM);
    vm.prank(bob);
    uint256 exitId = staking.moveVote(other, id, 1e18);
    skip(COOL_DOWN);
    jail(id, uint64(block.timestamp + 1 days));
    vm.prank(bob);
    staking.restake(exitId);
    assertEq(staking.idleOf(bob), 1e18);
    assertEq(staking.votesOf(bob, id), 0);
  }
}
