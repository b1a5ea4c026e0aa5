// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Finding } from "../../src/disputes/Jury.sol";
import { Slasher } from "../../src/Slasher.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

/// @dev The cap leaves so little of a node in jail that a conviction would not pay the first jury: then the reporter
/// would, for being right. And who is not in jail is tried all the same.
contract SpentCapTest is JuriesFixture {
  uint256 private constant LEAST = uint256(SEATS) * PAY;
  uint256 private faults;

  function setUp() public override {
    super.setUp();
    appoint(address(this));
  }

  function convict(uint16 bps) private {
    slasher.convict(accused, bps, bytes32(++faults), 0);
  }

  /// @dev Fines alone, which jail nobody, until a slash can take so much more.
  function fineDownTo(uint256 left) private {
    slasher.fine(accused, slasher.slashable(accused) - left, bytes32(++faults), 0);
    assertEq(slasher.slashable(accused), left);
  }

  function refuse(uint256 pays) private {
    refuseOpen(abi.encodeWithSelector(Slasher.NothingToTake.selector, accused, pays, LEAST));
  }

  function test_theThirdConvictionIsNotReported() public {
    convict(SLASH_BPS);
    convict(SLASH_BPS);
    refuse(0);
  }

  /// @dev Half of the owner's loss is paid.
  function test_whatIsLeftMustPayTheFirstJury() public {
    convict(1);
    fineDownTo(2 * LEAST - 2);
    refuse(LEAST - 1);
  }

  function test_ifItDoesACaseIsOpened() public {
    convict(1);
    fineDownTo(2 * LEAST);
    uint256 before = cai.balanceOf(reporter);
    uint256 id = open();
    decide(id, Finding.Wrong);
    settle(id);
    assertGe(cai.balanceOf(reporter), before);
  }

  /// @dev Only the owner's part pays, of which there is a quarter here.
  function test_theVotersLossPaysNoJury() public {
    vote(bob, accused, 3 * MINER_MINIMUM);
    nextTask();
    convict(1);
    fineDownTo(8 * LEAST - 8);
    uint256 pays = slasher.slashable(accused) * staking.node(accused).selfBond / within(accused) / 2;
    assertLt(pays, LEAST);
    refuse(pays);
  }

  /// @dev What is on its way out is paid from as well, so no owner escapes by leaving.
  function test_leavingStakePaysToo() public {
    convict(1);
    vm.prank(accusedOwner);
    staking.unvote(accused, type(uint256).max);
    open();
  }

  /// @dev Else who lets a jury's fines use up its cap could forge for a whole cool-down, never in jail.
  function test_whoWasOnlyFinedIsTriedAndJailed() public {
    vote(accusedOwner, accused, MINER_MINIMUM);
    nextTask();
    fineDownTo(0);
    assertTrue(staking.node(accused).active);
    uint256 id = open();
    decide(id, Finding.Wrong);
    settle(id);
    assertEq(staking.node(accused).jailedUntil, block.timestamp + COOL_DOWN);
  }

  /// @dev What was lost counts for up to an eighth of a cool-down longer than the jail lasts.
  function test_whoHasLeftJailIsTriedThoughNothingIsLeft() public {
    vote(accusedOwner, accused, MINER_MINIMUM);
    // The first second of a part.
    vm.warp((block.timestamp / (COOL_DOWN / 8) + 1) * (COOL_DOWN / 8));
    nextTask();
    convict(10_000);
    refuse(0);
    skip(COOL_DOWN);
    vm.prank(accusedOwner);
    staking.unjail(accused);
    nextTask();
    assertEq(slasher.slashable(accused), 0);
    uint256 id = open();
    decide(id, Finding.Wrong);
    settle(id);
    assertEq(staking.node(accused).jailedUntil, block.timestamp + COOL_DOWN);
  }

  /// @dev A term that is over keeps it from work until its owner ends it.
  function test_whoCouldLeaveJailIsInItUntilItDoes() public {
    vote(accusedOwner, accused, MINER_MINIMUM);
    nextTask();
    vm.prank(address(slasher));
    staking.jail(accused, uint64(block.timestamp + 1));
    fineDownTo(0);
    skip(2);
    refuse(0);
    vm.prank(accusedOwner);
    staking.unjail(accused);
    open();
  }

  /// @dev A guardian that gives a slash back makes the node worth a case again.
  function test_whatIsGivenBackCanBeTakenAgain() public {
    convict(10_000);
    refuse(0);
    uint256 onHold = held(accused);
    vm.prank(guardian);
    slasher.giveBack(accused, onHold, 0);
    open();
  }

  /// @dev Whatever happened before: a case that is opened pays its first jury, or puts the node in jail.
  function testFuzz_noCaseIsForNothing(uint256 fined, uint16 convicted, bool both) public {
    vote(accusedOwner, accused, MINER_MINIMUM);
    nextTask();
    if (both || convicted % 2 == 0) convict(uint16(_bound(convicted, 1, 10_000)));
    if (both || convicted % 2 == 1) {
      slasher.fine(accused, _bound(fined, 1, slasher.slashable(accused) + 1), bytes32(++faults), 0);
    }
    uint256 pays = slasher.slashable(accused) / 2;
    bool jailed = staking.node(accused).jailedUntil != 0;
    if (jailed && pays < LEAST) return refuse(pays);
    uint256 before = cai.balanceOf(reporter);
    uint256 id = open();
    decide(id, Finding.Wrong);
    settle(id);
    assertNotEq(staking.node(accused).jailedUntil, 0);
    if (jailed) assertGe(cai.balanceOf(reporter), before);
  }
}
