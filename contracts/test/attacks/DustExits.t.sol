// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Exit } from "../../src/staking/Exits.sol";
import { SlasherFixture } from "../slashing/SlasherFixture.sol";

/// @dev A wei on its way out, before each fine of a node. The exits' part of a slash was once rounded down, so each fine
/// took that wei whole, which doubled the number of shares to a wei: seven fines retired a node of a million tokens,
/// and the shares of a whole pool then exceeded their type, so that nobody could take all its stake out.
contract DustExitsTest is SlasherFixture {
  uint256 private constant FINE = 10e18;
  uint256 private constant VOTES = 1_000_000e18;
  uint256 private id;
  uint256 private fines;

  function setUp() public override {
    super.setUp();
    appoint(address(this));
    id = registerMiner(alice);
    vote(bob, id, VOTES);
    vote(carol, id, 100);
  }

  function dustAndFine() private {
    vm.prank(carol);
    staking.unvote(id, 1);
    slasher.fine(id, FINE, bytes32(++fines), 0);
  }

  function test_finesDoNotRetireANode() public {
    for (uint256 i = 0; i < 30; i++) {
      dustAndFine();
      assertFalse(staking.node(id).retired);
    }
    assertEq(staking.weightOf(id), within(id) - staking.unbondingOf(id));
  }

  function test_norKeepItsVotersIn() public {
    for (uint256 i = 0; i < 30; i++) {
      dustAndFine();
    }
    uint256 votes = staking.votesOf(bob, id);
    vm.prank(bob);
    staking.unvote(id, type(uint256).max);
    Exit[] memory exits = staking.exitsOf(bob);
    assertApproxEqAbs(exits[0].amount, votes, 1);
  }

  /// @dev A known limit: a node that everybody is leaving is retired by as many fines, each after a wei has been put back.
  function test_dustInAPoolThatAllAreLeavingRetiresTheNode() public {
    vm.prank(alice);
    staking.unvote(id, type(uint256).max);
    vm.prank(bob);
    staking.unvote(id, type(uint256).max);
    vm.prank(carol);
    staking.unvote(id, type(uint256).max);
    giveAndStake(alice, 7);
    for (uint256 i = 0; i < 7; i++) {
      assertFalse(staking.node(id).retired);
      vm.prank(alice);
      staking.vote(id, 1);
      slasher.fine(id, FINE, bytes32(++fines), 0);
    }
    assertTrue(staking.node(id).retired);
    // It costs nobody anything but the fines.
    assertApproxEqAbs(staking.leavingOf(bob, id), VOTES - 7 * FINE * VOTES / (VOTES + MINER_MINIMUM), 100);
  }

  /// @dev Dust that leaves, comes back or is taken out, before each of the fines.
  function testFuzz_whateverDustGoesWhere(uint256[32] memory steps) public {
    for (uint256 i = 0; i < steps.length; i++) {
      uint256 dice = steps[i];
      Exit[] memory exits = staking.exitsOf(carol);
      vm.startPrank(carol);
      if (exits.length == 0 || dice % 3 == 0) staking.unvote(id, 1 + (dice >> 8) % 3);
      else if (dice % 3 == 1) staking.rebond(exits[(dice >> 8) % exits.length].id);
      else if (exits[0].readyAt <= block.timestamp) staking.withdraw(exits[0].id, carol);
      vm.stopPrank();
      skip((dice >> 16) % COOL_DOWN);
      slasher.fine(id, 1 + (dice >> 64) % FINE, bytes32(++fines), 0);
      assertFalse(staking.node(id).retired);
    }
    uint256 votes = staking.votesOf(bob, id);
    vm.prank(bob);
    staking.unvote(id, type(uint256).max);
    assertApproxEqAbs(staking.leavingOf(bob, id), votes, 1);
  }
}
