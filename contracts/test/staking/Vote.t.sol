// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Role } from "../../src/staking/Node.sol";
import { Exits } from "../../src/staking/Exits.sol";
import { Pools } from "../../src/staking/Pools.sol";
import { Weights } from "../../src/staking/Weights.sol";
import { Fixture } from "../Fixture.sol";

contract VoteTest is Fixture {
  uint256 private id;

  function setUp() public override {
    super.setUp();
    id = registerMiner(alice);
  }

  function testFuzz_voteMovesIdleStakeToTheNode(uint256 held, uint256 amount) public {
    held = _bound(held, 1, cai.balanceOf(admin));
    amount = _bound(amount, 1, held);
    giveAndStake(bob, held);
    vm.expectEmit(address(staking));
    emit Weights.WeightChanged(id, MINER_MINIMUM + amount);
    vm.expectEmit(address(staking));
    emit Pools.Voted(bob, id, amount);
    vm.prank(bob);
    staking.vote(id, amount);
    assertEq(staking.idleOf(bob), held - amount);
    assertEq(staking.votesOf(bob, id), amount);
    assertEq(staking.weightOf(id), MINER_MINIMUM + amount);
    assertEq(staking.node(id).selfBond, MINER_MINIMUM);
    assertEq(staking.totalAssets(), MINER_MINIMUM + held);
  }

  /// @dev A node whose owner's bond is too low takes the owner's votes alone; other votes stay idle.
  function test_anInactiveNodeTakesItsOwnersVotesAlone() public {
    uint256 other = registerNode(carol, "other", Role.Miner, 0, MINER_MINIMUM);
    vote(bob, other, 2e18);
    vm.prank(bob);
    uint256 exitId = staking.moveVote(other, id, 1e18);
    vm.prank(alice);
    staking.unvote(id, 1_000e18 + 1);
    assertFalse(staking.node(id).active);
    giveAndStake(bob, 5e18);
    skip(COOL_DOWN);
    vm.startPrank(bob);
    bytes memory refusal = abi.encodeWithSelector(Pools.NodeIsInactive.selector, id);
    vm.expectRevert(refusal);
    staking.vote(id, 1e18);
    vm.expectRevert(refusal);
    staking.moveVote(other, id, 1e18);
    vm.expectRevert(refusal);
    staking.compound(single(other), id);
    staking.restake(exitId);
    assertEq(staking.votesOf(bob, id), 0);
    assertEq(staking.idleOf(bob), 6e18);
    vm.stopPrank();
    vote(alice, id, 1_000e18 + 1);
    vote(bob, id, 1e18);
    assertEq(staking.votesOf(bob, id), 1e18);
  }

  function test_noMoreThanIdle() public {
    giveAndStake(bob, 5);
    vm.startPrank(bob);
    vm.expectRevert(abi.encodeWithSelector(Pools.InsufficientIdle.selector, 5, 6));
    staking.vote(id, 6);
    vm.expectRevert(Pools.ZeroAmount.selector);
    staking.vote(id, 0);
    vm.expectRevert(abi.encodeWithSelector(Pools.UnknownNode.selector, 2));
    staking.vote(2, 5);
    vm.expectRevert(abi.encodeWithSelector(Pools.UnknownNode.selector, 0));
    staking.vote(0, 5);
  }

  function testFuzz_unvoteStartsTheCoolDown(uint256 amount, uint256 back) public {
    amount = _bound(amount, 1, cai.balanceOf(admin));
    back = _bound(back, 1, amount);
    vote(bob, id, amount);
    uint256 exitId = (block.timestamp + COOL_DOWN) << 48 | id << 24;
    vm.expectEmit(address(staking));
    emit Exits.Unvoted(bob, id, back, exitId, block.timestamp + COOL_DOWN);
    vm.prank(bob);
    assertEq(staking.unvote(id, back), exitId);
    assertEq(staking.votesOf(bob, id), amount - back);
    assertEq(staking.weightOf(id), MINER_MINIMUM + amount - back);
    assertEq(staking.idleOf(bob), 0);
    assertEq(staking.exitsOf(bob)[0].amount, back);
    assertEq(staking.totalAssets(), MINER_MINIMUM + amount);
  }

  function test_noMoreThanVotes() public {
    vote(bob, id, 5);
    vm.startPrank(bob);
    vm.expectRevert(abi.encodeWithSelector(Pools.InsufficientVotes.selector, id, 5, 6));
    staking.unvote(id, 6);
    vm.expectRevert(Pools.ZeroAmount.selector);
    staking.unvote(id, 0);
    vm.expectRevert(abi.encodeWithSelector(Pools.UnknownNode.selector, 2));
    staking.unvote(2, 5);
  }

  /// @dev A small fine does not stop a node.
  function test_aTwentiethBelowTheMinimumIsStillActive() public {
    vm.prank(alice);
    staking.unvote(id, MINER_MINIMUM / 20);
    assertTrue(staking.node(id).active);
    vm.prank(alice);
    staking.unvote(id, 1);
    assertFalse(staking.node(id).active);
    vote(alice, id, 1);
    assertFalse(staking.node(id).active);
    vote(alice, id, MINER_MINIMUM / 20 - 1);
    assertFalse(staking.node(id).active);
    vote(alice, id, 1);
    assertTrue(staking.node(id).active);
  }

  function test_anOwnerBelowTheSlackIsInactiveUntilItTopsUp() public {
    vote(bob, id, 7e18);
    vm.prank(alice);
    staking.unvote(id, MINER_MINIMUM / 20 + 1);
    assertFalse(staking.node(id).active);
    assertEq(staking.weightOf(id), 0);
    assertEq(staking.totalWeight(Role.Miner), 0);
    assertEq(staking.votesOf(bob, id), 7e18);

    vote(alice, id, MINER_MINIMUM / 20 + 1);
    assertTrue(staking.node(id).active);
    assertEq(staking.weightOf(id), MINER_MINIMUM + 7e18);
  }

  function test_pastWeightsCanBeLookedUp() public {
    uint48 start = uint48(vm.getBlockTimestamp());
    skip(10);
    vote(bob, id, 3e18);
    skip(10);
    vm.prank(bob);
    staking.unvote(id, 1e18);
    skip(10);
    assertEq(staking.weightAt(id, start - 1), 0);
    assertEq(staking.weightAt(id, start), MINER_MINIMUM);
    assertEq(staking.weightAt(id, start + 9), MINER_MINIMUM);
    assertEq(staking.weightAt(id, start + 10), MINER_MINIMUM + 3e18);
    assertEq(staking.weightAt(id, start + 29), MINER_MINIMUM + 2e18);
    vm.expectRevert(
      abi.encodeWithSelector(Weights.FutureLookup.selector, vm.getBlockTimestamp(), vm.getBlockTimestamp())
    );
    staking.weightAt(id, uint48(vm.getBlockTimestamp()));
  }

  function test_pastWeightsOfARoleCanBeLookedUp() public {
    uint48 start = uint48(vm.getBlockTimestamp());
    skip(10);
    registerNode(carol, "other", Role.Miner, 0, 2 * MINER_MINIMUM);
    registerNode(carol, "coordinator", Role.Coordinator, 0, COORDINATOR_MINIMUM);
    skip(10);
    vm.prank(alice);
    staking.unvote(id, MINER_MINIMUM);
    vote(carol, 3, 5e18);
    // Of two changes in one second, the later one counts.
    vote(carol, 3, 6e18);
    skip(10);
    assertEq(staking.totalWeightAt(Role.Miner, start - 1), 0);
    assertEq(staking.totalWeightAt(Role.Miner, start), MINER_MINIMUM);
    assertEq(staking.totalWeightAt(Role.Miner, start + 9), MINER_MINIMUM);
    assertEq(staking.totalWeightAt(Role.Miner, start + 10), 3 * MINER_MINIMUM);
    assertEq(staking.totalWeightAt(Role.Miner, start + 29), 2 * MINER_MINIMUM);
    assertEq(staking.totalWeightAt(Role.Coordinator, start + 9), 0);
    assertEq(staking.totalWeightAt(Role.Coordinator, start + 10), COORDINATOR_MINIMUM);
    assertEq(staking.totalWeightAt(Role.Coordinator, start + 20), COORDINATOR_MINIMUM + 11e18);
    vm.expectRevert(abi.encodeWithSelector(Weights.FutureLookup.selector, start + 30, start + 30));
    staking.totalWeightAt(Role.Miner, start + 30);
    vm.expectRevert(Weights.UnknownRole.selector);
    staking.totalWeightAt(Role.None, start);
  }

  /// @dev More changes than one slot has places for, of two nodes in turn.
  function test_longHistoriesAreKept() public {
    uint256 other = registerNode(carol, "other", Role.Miner, 0, MINER_MINIMUM);
    uint256 start = vm.getBlockTimestamp();
    for (uint256 i = 1; i <= 20; i++) {
      skip(1);
      vote(bob, i % 3 == 0 ? other : id, 1e18);
    }
    skip(1);
    for (uint256 i = 0; i <= 20; i++) {
      assertEq(staking.weightAt(other, uint48(start + i)), MINER_MINIMUM + i / 3 * 1e18);
      assertEq(staking.weightAt(id, uint48(start + i)), MINER_MINIMUM + (i - i / 3) * 1e18);
      assertEq(staking.totalWeightAt(Role.Miner, uint48(start + i)), 2 * MINER_MINIMUM + i * 1e18);
    }
  }
}
