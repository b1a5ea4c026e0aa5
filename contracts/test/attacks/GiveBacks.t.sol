// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { SlasherFixture } from "../slashing/SlasherFixture.sol";

/// @dev Others change what is held just before the guardian gives it back: a withdrawal lowers it, a conviction raises
/// it. All that is held once freed the node, and a wei less kept it in jail for another fault; so its owner had only to
/// withdraw a wei.
contract GiveBackAttacksTest is SlasherFixture {
  uint256 private id;
  uint256 private exitId;

  /// @dev Alice's node is convicted. She has two wei on their way out, whose cool-down is over.
  function setUp() public override {
    super.setUp();
    appoint(address(this));
    id = registerMiner(alice);
    vote(alice, id, 2);
    vm.prank(alice);
    exitId = staking.unvote(id, 2);
    skip(COOL_DOWN);
    slasher.convict(id, 1_000, "an engine's upgrade", 0);
  }

  function withdrawAWei() private {
    uint256 before = held(id);
    vm.prank(alice);
    staking.withdraw(exitId, alice);
    assertEq(before - held(id), 1);
  }

  function giveBack(uint256 amount) private {
    vm.prank(guardian);
    slasher.giveBack(id, amount, 0);
  }

  function undo(uint256 amount, uint256 until) private {
    vm.prank(guardian);
    slasher.giveBack(id, amount, until);
  }

  function assertJailed() private view {
    assertEq(staking.node(id).jailedUntil, block.timestamp + COOL_DOWN);
  }

  function test_aWithdrawnWeiUndoesNoConviction() public {
    slasher.convict(id, 1_000, "a fault", 0);
    uint256 allButAWei = held(id) - 1;
    withdrawAWei();
    giveBack(allButAWei);
    assertEq(held(id), 0);
    assertJailed();
  }

  function test_norDoesItKeepOneFromBeingUndone() public {
    (uint256 all, uint256 until) = slasher.heldOf(id);
    withdrawAWei();
    undo(all, until);
    assertEq(staking.node(id).jailedUntil, block.timestamp + 1);
  }
}
