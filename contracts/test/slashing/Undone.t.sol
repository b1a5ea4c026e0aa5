// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Holds } from "../../src/slashing/Holds.sol";
import { SlasherFixture } from "./SlasherFixture.sol";

/// @dev Convictions that the guardian undoes, and those that stand though their slash is given back.
contract UndoneTest is SlasherFixture {
  uint256 private constant ALL = type(uint256).max;

  uint256 private id;
  uint256 private faults;

  function setUp() public override {
    super.setUp();
    appoint(address(this));
    id = registerMiner(alice);
    vote(bob, id, 3 * MINER_MINIMUM);
  }

  function convict(uint16 bps) private returns (uint256 onHold) {
    (onHold,) = slasher.convict(id, bps, keccak256(abi.encode(++faults)), 0);
  }

  function giveBack(uint256 amount) private {
    vm.prank(guardian);
    slasher.giveBack(id, amount);
  }

  /// @dev What was held of the first was burned, so only the second is undone.
  function test_anEarlierTermInJailIsNotShortened() public {
    uint256 first = convict(1_000);
    uint256 until = block.timestamp + COOL_DOWN;
    skip(HOLD);
    convict(1_000);
    giveBack(ALL);
    assertGt(first, 0);
    assertEq(staking.node(id).jailedUntil, until);
    vm.warp(until);
    staking.unjail(id);
    assertEq(staking.node(id).jailedUntil, 0);
  }

  /// @dev Several faults within a hold: an amount, even all of it, and the node stays in jail for the others.
  function test_theGreatestNumberAloneFreesTheNode() public {
    uint256 onHold = convict(1_000);
    skip(1);
    onHold += convict(1_000);
    giveBack(onHold);
    assertEq(held(id), 0);
    assertEq(staking.node(id).jailedUntil, block.timestamp + COOL_DOWN);
    giveBack(ALL);
    assertEq(staking.node(id).jailedUntil, block.timestamp + 1);
  }

  /// @dev The cap was used up by faults whose hold is over: the conviction is jail alone, and is undone by giving back
  /// nothing, while its hold lasts.
  function test_aConvictionThatTookNothingIsUndoneInTime() public {
    convict(10_000);
    uint256 until = block.timestamp + COOL_DOWN;
    skip(HOLD);
    assertEq(convict(1_000), 0);
    assertEq(staking.node(id).jailedUntil, block.timestamp + COOL_DOWN);
    skip(HOLD - 1);
    uint256 state = vm.snapshotState();
    giveBack(ALL);
    assertEq(staking.node(id).jailedUntil, until);
    vm.prank(guardian);
    vm.expectRevert(abi.encodeWithSelector(Holds.NotHeld.selector, id, 0, ALL));
    slasher.giveBack(id, ALL);
    vm.revertToState(state);
    skip(1);
    vm.prank(guardian);
    vm.expectRevert(abi.encodeWithSelector(Holds.HoldIsOver.selector, id, block.timestamp));
    slasher.giveBack(id, ALL);
  }

  function test_whenAllIsGivenBackTheNodeMayServeAgain() public {
    uint256 onHold = convict(1_000);
    giveBack(onHold - 1);
    assertEq(staking.node(id).jailedUntil, block.timestamp + COOL_DOWN);
    giveBack(ALL);
    skip(1);
    staking.unjail(id);
    assertEq(staking.weightOf(id), 4 * MINER_MINIMUM);
  }

  /// @dev Whoever knew what the guardian was about to give back could withdraw so much that it was all of it.
  function test_withdrawingAWeiFreesNoNodeThatIsToStayInJail() public {
    vm.prank(bob);
    uint256 exitId = staking.unvote(id, 3);
    skip(COOL_DOWN);
    uint256 onHold = convict(2_000);
    vm.prank(bob);
    staking.withdraw(exitId, bob);
    assertEq(held(id), onHold - 1);
    giveBack(onHold - 1);
    assertEq(staking.node(id).jailedUntil, block.timestamp + COOL_DOWN);
  }
}
