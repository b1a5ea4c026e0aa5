// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Fixture } from "../Fixture.sol";
import { Role } from "../../src/staking/Node.sol";

contract LeavingOfTest is Fixture {
  uint256 private id;
  uint256 private other;

  function setUp() public override {
    super.setUp();
    id = registerMiner(alice);
    other = registerNode(carol, "other", Role.Miner, 0, MINER_MINIMUM);
    vote(bob, id, 10_000e18);
  }

  function test_sumsTheExitsOfOneUserFromOneNode() public {
    vm.startPrank(bob);
    staking.unvote(id, 1_000e18);
    skip(2 days);
    staking.unvote(id, 2_000e18);
    staking.moveVote(id, other, 3_000e18);
    vm.stopPrank();
    assertEq(staking.leavingOf(bob, id), 6_000e18);
    assertEq(staking.leavingOf(bob, other), 0);
    assertEq(staking.leavingOf(alice, id), 0);
    assertEq(staking.leavingOf(bob, 0), 0);
  }

  function test_fallsWithASlash() public {
    vm.prank(bob);
    staking.unvote(id, 10_000e18);
    vm.prank(admin);
    staking.slash(id, 15_000e18, admin);
    assertApproxEqAbs(staking.leavingOf(bob, id), 5_000e18, 1);
  }

  /// @dev A slash made the shares of those who stay cheaper, not of who leaves after it.
  function test_isPricedAsWhatLeaves() public {
    vm.prank(admin);
    staking.slash(id, 15_000e18, admin);
    vm.prank(bob);
    staking.unvote(id, 1_000e18);
    assertEq(staking.leavingOf(bob, id), 1_000e18);
  }

  function test_endsWhenTheExitIsTakenOut() public {
    vm.startPrank(bob);
    uint256 first = staking.unvote(id, 1_000e18);
    skip(2 days);
    uint256 second = staking.moveVote(id, other, 2_000e18);
    skip(COOL_DOWN);
    staking.withdraw(first, bob);
    assertEq(staking.leavingOf(bob, id), 2_000e18);
    staking.restake(second);
    assertEq(staking.leavingOf(bob, id), 0);
  }

  function test_idleStakeOnItsWayOutIsNoNodes() public {
    giveAndStake(bob, 1e18);
    vm.prank(bob);
    staking.unstake(1e18);
    assertEq(staking.leavingOf(bob, 0), 0);
  }
}
