// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Exits } from "../../src/staking/Exits.sol";
import { Role } from "../../src/staking/Node.sol";
import { Pools } from "../../src/staking/Pools.sol";
import { Fixture } from "../Fixture.sol";

contract RebondTest is Fixture {
  uint256 private id;

  function setUp() public override {
    super.setUp();
    id = registerMiner(alice);
    vote(bob, id, 10_000e18);
  }

  function unvote() private returns (uint256 exitId) {
    vm.prank(bob);
    exitId = staking.unvote(id, 4_000e18);
  }

  function rebond(uint256 exitId) private {
    vm.prank(bob);
    staking.rebond(exitId);
  }

  function testFuzz_returnsAtAnyTime(uint256 passed) public {
    uint256 exitId = unvote();
    skip(_bound(passed, 0, 2 * COOL_DOWN));
    vm.expectEmit(address(staking));
    emit Exits.Restaked(bob, exitId, 4_000e18);
    rebond(exitId);
    assertEq(staking.votesOf(bob, id), 10_000e18);
    assertEq(staking.weightOf(id), MINER_MINIMUM + 10_000e18);
    assertEq(staking.leavingOf(bob, id), 0);
    assertEq(staking.exitsOf(bob).length, 0);
  }

  function test_returnsWithItsPartOfASlash() public {
    uint256 exitId = unvote();
    vm.prank(admin);
    staking.slash(id, 15_000e18, admin);
    rebond(exitId);
    assertApproxEqAbs(staking.votesOf(bob, id), 5_000e18, 2);
  }

  function test_returnsToAJailedNode() public {
    uint256 exitId = unvote();
    jail(id, uint64(block.timestamp + 1 days));
    rebond(exitId);
    assertEq(staking.votesOf(bob, id), 10_000e18);
    assertEq(staking.weightOf(id), 0);
  }

  function test_anOwnerThatReturnsIsActiveAgain() public {
    vm.startPrank(alice);
    uint256 exitId = staking.unvote(id, type(uint256).max);
    assertFalse(staking.node(id).active);
    staking.rebond(exitId);
    assertTrue(staking.node(id).active);
  }

  function test_aVoteOnItsWayToAnotherNodeMayReturn() public {
    uint256 other = registerNode(carol, "other", Role.Miner, 0, MINER_MINIMUM);
    vm.prank(bob);
    uint256 exitId = staking.moveVote(id, other, 10_000e18);
    rebond(exitId);
    assertEq(staking.votesOf(bob, id), 10_000e18);
  }

  function test_needsANodeThatIsNotRetiredAndAnExitOfTheCaller() public {
    uint256 exitId = unvote();
    vm.prank(carol);
    vm.expectRevert(abi.encodeWithSelector(Exits.UnknownExit.selector, exitId));
    staking.rebond(exitId);
    vm.prank(alice);
    staking.retire(id);
    vm.expectRevert(abi.encodeWithSelector(Pools.NodeIsRetired.selector, id));
    rebond(exitId);
    giveAndStake(bob, 1e18);
    vm.prank(bob);
    exitId = staking.unstake(1e18);
    vm.expectRevert(abi.encodeWithSelector(Pools.UnknownNode.selector, 0));
    rebond(exitId);
  }
}
