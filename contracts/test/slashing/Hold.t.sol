// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { Slasher } from "../../src/Slasher.sol";
import { Holds } from "../../src/slashing/Holds.sol";
import { SlasherFixture } from "./SlasherFixture.sol";

contract HoldTest is SlasherFixture {
  uint256 private id;
  uint256 private faults;

  function setUp() public override {
    super.setUp();
    appoint(address(this));
    id = registerMiner(alice);
    vote(bob, id, 3 * MINER_MINIMUM);
  }

  function convict(uint16 bps, uint16 paidBps) private returns (uint256 onHold) {
    (uint256 taken, uint256 paid) = slasher.convict(id, bps, keccak256(abi.encode(++faults)), paidBps);
    onHold = taken - paid;
  }

  function giveBack(uint256 amount) private {
    vm.prank(guardian);
    slasher.giveBack(id, amount, 0);
  }

  function undo(uint256 amount) private {
    vm.prank(guardian);
    slasher.giveBack(id, amount, type(uint256).max);
  }

  function test_isBurnedOnceItsTimeIsOver_byAnybody() public {
    uint256 onHold = convict(1_000, 4_000);
    uint256 supply = cai.totalSupply();
    uint256 until = block.timestamp + HOLD;
    skip(HOLD - 1);
    vm.expectRevert(abi.encodeWithSelector(Holds.HoldNotOver.selector, id, until));
    slasher.burn(id);
    skip(1);
    vm.expectEmit();
    emit Holds.Burned(id, onHold);
    vm.prank(makeAddr("anybody"));
    slasher.burn(id);
    assertEq(cai.totalSupply(), supply - onHold);
    vm.expectRevert(abi.encodeWithSelector(Holds.NotHeld.selector, id, 0, 0));
    slasher.burn(id);
  }

  function test_canBeGivenBackToTheSecond() public {
    uint256 onHold = convict(1_000, 0);
    skip(HOLD - 1);
    giveBack(onHold / 2);
    skip(1);
    vm.prank(guardian);
    vm.expectRevert(abi.encodeWithSelector(Holds.HoldIsOver.selector, id, block.timestamp));
    slasher.giveBack(id, 1, 0);
  }

  function testFuzz_givesEverybodyBackWhatItLost(uint256 leaving, uint256 ownerLeaving) public {
    vm.prank(bob);
    staking.unvote(id, _bound(leaving, 1, 3 * MINER_MINIMUM));
    (uint256 bobs, uint256 alices) = (stakeOf(bob), stakeOf(alice));
    uint256 onHold = convict(2_000, 0);
    // Leaving the pool meanwhile changes nobody's part.
    uint256 bond = staking.votesOf(alice, id);
    vm.prank(alice);
    staking.unvote(id, _bound(ownerLeaving, 1, bond));
    giveBack(onHold);
    assertApproxEqAbs(stakeOf(bob), bobs, 10);
    assertApproxEqAbs(stakeOf(alice), alices, 10);
    assertEq(cai.balanceOf(address(slasher)), 0);
  }

  function test_whoeverWithdrewLeavesItsPartBehind_andItIsBurned() public {
    vm.prank(bob);
    uint256 exitId = staking.unvote(id, 3 * MINER_MINIMUM);
    skip(COOL_DOWN);
    uint256 onHold = convict(2_000, 0);
    uint256 alices = stakeOf(alice);
    vm.prank(bob);
    staking.withdraw(exitId, bob);
    assertApproxEqAbs(held(id), onHold / 4, 1);
    uint256 supply = cai.totalSupply();
    giveBack(held(id));
    assertApproxEqAbs(stakeOf(alice), alices + onHold / 4, 1);
    assertApproxEqAbs(cai.totalSupply(), supply - onHold * 3 / 4, 1);
    assertEq(cai.balanceOf(address(slasher)), 0);
  }

  function test_whatIsLeftOfAHoldIsRoundedDown() public {
    vm.prank(bob);
    uint256 exitId = staking.unvote(id, MINER_MINIMUM + 7);
    skip(COOL_DOWN);
    uint256 onHold = convict(1_000, 0);
    uint256 before = within(id);
    withdrawAll(exitId);
    assertGt(onHold * within(id) % before, 0);
    assertEq(held(id), onHold * within(id) / before);
  }

  function test_laterSlashesAreHeldWithTheEarlier_andExtendTheTime() public {
    uint256 first = convict(1_000, 0);
    skip(HOLD - 1);
    uint256 second = convict(1_000, 0);
    skip(HOLD - 1);
    assertEq(held(id), first + second);
    giveBack(first + second);
    assertApproxEqAbs(within(id), 4 * MINER_MINIMUM, 1);
  }

  function test_aFineIsNotHeld_andTakesNothingFromWhatIs() public {
    uint256 onHold = convict(1_000, 0);
    (, uint256 until) = slasher.heldOf(id);
    skip(1);
    slasher.fine(id, 100e18, keccak256("fine"), 0);
    (uint256 amount, uint256 after_) = slasher.heldOf(id);
    assertEq(amount, onHold);
    assertEq(after_, until);
  }

  /// @dev Withdrawals between and after two slashes forfeit their part of each once.
  function test_forfeitsAreCountedOnce_betweenSlashesAndAfterwards() public {
    uint256[] memory exits = new uint256[](2);
    vm.startPrank(bob);
    exits[0] = staking.unvote(id, MINER_MINIMUM);
    skip(1);
    exits[1] = staking.unvote(id, MINER_MINIMUM);
    vm.stopPrank();
    skip(COOL_DOWN);
    uint256 first = convict(1_000, 0);
    withdrawAll(exits[0]);
    uint256 second = convict(1_000, 0);
    assertApproxEqAbs(held(id), first * 3 / 4 + second, 2);
    withdrawAll(exits[1]);
    assertApproxEqAbs(held(id), (first * 3 / 4 + second) * 2 / 3, 2);
    uint256 before = within(id);
    uint256 back = held(id);
    giveBack(back);
    assertEq(within(id), before + back);
    assertEq(cai.balanceOf(address(slasher)), 0);
  }

  function test_aPartGivenBackChangesNobodysPartOfTheRest() public {
    vm.prank(bob);
    uint256 exitId = staking.unvote(id, 2 * MINER_MINIMUM);
    skip(COOL_DOWN);
    uint256 onHold = convict(2_000, 0);
    giveBack(onHold / 2);
    withdrawAll(exitId);
    assertApproxEqAbs(held(id), onHold / 4, 2);
  }

  /// @dev It would go to whoever joined since.
  function test_aHoldThatIsOverIsBurnedByTheNextSlash_notRevived() public {
    uint256 onHold = convict(1_000, 0);
    skip(HOLD);
    assertEq(held(id), 0);
    uint256 supply = cai.totalSupply();
    uint256 next = convict(100, 0);
    assertEq(held(id), next);
    assertEq(cai.totalSupply(), supply - onHold);
  }

  /// @dev What was held of the first was burned, so only the second is undone.
  function test_anEarlierTermInJailIsNotShortened() public {
    uint256 first = convict(1_000, 0);
    uint256 until = block.timestamp + COOL_DOWN;
    skip(HOLD);
    undo(convict(1_000, 0));
    assertGt(first, 0);
    assertEq(staking.node(id).jailedUntil, until);
    vm.warp(until);
    staking.unjail(id);
    assertEq(staking.node(id).jailedUntil, 0);
  }

  /// @dev Several faults within a hold: undone, and the node is free; given back alone, and it stays for them.
  function test_undoingFreesFromAllThatItWasHeldFor() public {
    uint256 onHold = convict(1_000, 0);
    skip(1);
    onHold += convict(1_000, 0);
    giveBack(onHold);
    assertEq(held(id), 0);
    assertEq(staking.node(id).jailedUntil, block.timestamp + COOL_DOWN);
    undo(0);
    assertEq(staking.node(id).jailedUntil, block.timestamp + 1);
  }

  function test_theGreatestNumberGivesBackAllThatIsLeft() public {
    vm.prank(bob);
    uint256 exitId = staking.unvote(id, MINER_MINIMUM);
    skip(COOL_DOWN);
    uint256 onHold = convict(2_000, 0);
    withdrawAll(exitId);
    uint256 before = within(id);
    undo(type(uint256).max);
    assertApproxEqAbs(within(id), before + onHold * 3 / 4, 1);
    assertEq(staking.node(id).jailedUntil, block.timestamp + 1);
  }

  /// @dev The cap was used up by faults whose hold is over: the conviction is jail alone, and is undone by giving back
  /// nothing, while its hold lasts.
  function test_aConvictionThatTookNothingIsUndoneInTime() public {
    convict(10_000, 0);
    uint256 until = block.timestamp + COOL_DOWN;
    skip(HOLD);
    assertEq(convict(1_000, 0), 0);
    assertEq(staking.node(id).jailedUntil, block.timestamp + COOL_DOWN);
    skip(HOLD - 1);
    uint256 state = vm.snapshotState();
    undo(0);
    assertEq(staking.node(id).jailedUntil, until);
    vm.expectRevert(abi.encodeWithSelector(Holds.NotHeld.selector, id, 0, 0));
    undo(0);
    vm.revertToState(state);
    skip(1);
    vm.expectRevert(abi.encodeWithSelector(Holds.HoldIsOver.selector, id, block.timestamp));
    undo(0);
  }

  function test_whatIsGivenBackLeavesTheCapAsItWas() public {
    uint256 most = slasher.slashable(id);
    giveBack(convict(10_000, 0));
    assertApproxEqAbs(slasher.slashable(id), most, 1);
  }

  /// @dev The last wei of an exit is rounded away; that ruins nobody.
  function test_oneWeiOnItsWayOutRuinsNoNode() public {
    vote(carol, id, 1);
    vm.prank(carol);
    staking.unvote(id, 1);
    slasher.fine(id, 1e18, keccak256("fine"), 0);
    assertFalse(staking.node(id).retired);
    giveBack(convict(1_000, 0));
    assertFalse(staking.node(id).retired);
  }

  function withdrawAll(uint256 exitId) private {
    vm.prank(bob);
    staking.withdraw(exitId, bob);
  }

  function test_whenTheConvictionIsUndoneTheNodeMayServeAgain() public {
    undo(convict(1_000, 0));
    skip(1);
    staking.unjail(id);
    assertEq(staking.weightOf(id), 4 * MINER_MINIMUM);
  }

  /// @dev The cost of an undone conviction, with what main network pays out: of 80,000 at stake 16,000 are taken, 2,000
  /// are paid, 14,000 come back. The owner has lost 500 of its 20,000, the voter 1,500 of its 60,000.
  function test_whatWasPaidIsMissingFromEverybodysPart() public {
    uint256 onHold = convict(2_000, 5_000);
    assertApproxEqAbs(onHold, 14_000e18, 10);
    giveBack(onHold);
    assertApproxEqAbs(stakeOf(alice), MINER_MINIMUM - 500e18, 10);
    assertApproxEqAbs(stakeOf(bob), 3 * MINER_MINIMUM - 1_500e18, 10);
  }

  function test_onlyWhatIsHeldCanBeGivenBack() public {
    uint256 onHold = convict(1_000, 4_000);
    uint256 before = within(id);
    vm.expectRevert(abi.encodeWithSelector(Holds.NotHeld.selector, id, onHold, 0));
    giveBack(0);
    vm.expectEmit();
    emit Holds.GivenBack(id, onHold);
    giveBack(onHold + 1);
    assertEq(within(id), before + onHold);
    vm.expectRevert(abi.encodeWithSelector(Holds.NotHeld.selector, id, 0, 1));
    giveBack(1);
    vm.prank(guardian);
    vm.expectRevert(abi.encodeWithSelector(Holds.NotHeld.selector, 99, 0, 1));
    slasher.giveBack(99, 1, 0);
  }

  function test_onlyTheGuardianGivesBack() public {
    uint256 onHold = convict(1_000, 0);
    for (uint256 i = 0; i < 2; i++) {
      address caller = i == 0 ? address(this) : alice;
      vm.prank(caller);
      vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, caller));
      slasher.giveBack(id, onHold, 0);
    }
  }

  function test_endsBeforeTheJailDoes() public {
    vm.expectRevert(abi.encodeWithSelector(Holds.HoldTooLong.selector, COOL_DOWN, COOL_DOWN));
    new Slasher(staking, address(authority), CAP_BPS, COOL_DOWN);
    new Slasher(staking, address(authority), CAP_BPS, COOL_DOWN - 1);
  }

  function stakeOf(address user) private view returns (uint256) {
    return staking.votesOf(user, id) + staking.leavingOf(user, id);
  }
}
