// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Holds } from "../../src/slashing/Holds.sol";
import { SlasherFixture } from "../slashing/SlasherFixture.sol";

/// @dev The guardian is about to undo a wrong conviction. The owner reports a fault of its own just before, to have it
/// forgiven as well. The amount that the guardian had seen once was all that stood against that: a withdrawal made room
/// in it for another conviction, and one that took nothing needed none.
contract UndoingAttacksTest is SlasherFixture {
  uint256 private id;
  uint256 private exitId;

  /// @dev A quarter of what Alice has in her node is on its way out, and its cool-down is over.
  function setUp() public override {
    super.setUp();
    appoint(address(this));
    id = registerMiner(alice);
    vote(alice, id, 3 * MINER_MINIMUM);
    vm.prank(alice);
    exitId = staking.unvote(id, MINER_MINIMUM);
    skip(COOL_DOWN);
  }

  /// @dev Unless the guardian undoes whatever has come since.
  function refuseToUndo(uint256 seen, uint256 until) private {
    uint256 later = block.timestamp + HOLD;
    vm.startPrank(guardian);
    vm.expectRevert(abi.encodeWithSelector(Holds.ConvictedSince.selector, id, later));
    slasher.giveBack(id, seen, until);
    vm.expectRevert(abi.encodeWithSelector(Holds.ConvictedSince.selector, id, later));
    slasher.giveBack(id, seen, later - 1);
    assertEq(staking.node(id).jailedUntil, block.timestamp + COOL_DOWN);
    uint256 state = vm.snapshotState();
    slasher.giveBack(id, seen, later);
    assertEq(staking.node(id).jailedUntil, block.timestamp + 1);
    vm.revertToState(state);
    slasher.giveBack(id, type(uint256).max, type(uint256).max);
    assertEq(staking.node(id).jailedUntil, block.timestamp + 1);
  }

  function test_aConvictionThatTakesMoreIsNotUndone() public {
    slasher.convict(id, 1_000, "an engine's upgrade", 0);
    (, uint256 until) = slasher.heldOf(id);
    skip(1);
    slasher.convict(id, 1_000, "a fault", 0);
    refuseToUndo(type(uint256).max, until);
  }

  function test_aWithdrawalMakesNoRoomForAnotherConviction() public {
    slasher.convict(id, 2_000, "an engine's upgrade", 0);
    (uint256 seen, uint256 until) = slasher.heldOf(id);
    skip(1 hours);
    vm.prank(alice);
    staking.withdraw(exitId, alice);
    (uint256 taken,) = slasher.convict(id, 2_000, "a fault", 0);
    assertNotEq(taken, 0);
    assertLt(held(id), seen);
    refuseToUndo(seen, until);
  }

  function test_aConvictionThatTookNothingIsNotUndone() public {
    slasher.convict(id, 10_000, "an engine's upgrade", 0);
    (uint256 seen, uint256 until) = slasher.heldOf(id);
    skip(1 hours);
    (uint256 taken,) = slasher.convict(id, 2_000, "a fault", 0);
    assertEq(taken, 0);
    refuseToUndo(seen, until);
  }

  /// @dev As before: the convictions take all that is held, and the guardian names at least that.
  function test_anUndoingThatNamesLessThanAllIsRefused() public {
    slasher.convict(id, 1_000, "an engine's upgrade", 0);
    (uint256 all, uint256 until) = slasher.heldOf(id);
    vm.prank(guardian);
    vm.expectRevert(abi.encodeWithSelector(Holds.NotHeld.selector, id, all, all - 1));
    slasher.giveBack(id, all - 1, until);
  }
}
