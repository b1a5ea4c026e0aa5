// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Juries } from "../../src/Juries.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

contract AppealTest is JuriesFixture {
  uint256 private id;

  function setUp() public override {
    super.setUp();
    id = open();
  }

  function test_anAppealCanTurnTheVerdict() public {
    vote(id, 0, type(uint256).max);
    vm.prank(accusedOwner);
    juries.appeal(id);
    assertEq(cai.balanceOf(accusedOwner), 1_000e18 - 2 * BOND);
    uint256 votesCast = vote(id, 1, 0).length;
    juries.settle(id);
    assertEq(cai.balanceOf(accusedOwner), 1_000e18);
    assertEq(cai.balanceOf(reporter), 1_000e18 - BOND);
    assertEq(staking.node(accused).assets, MINER_MINIMUM);
    uint256[] memory ids = drawn(id, 1);
    juries.payJuror(id, ids[0]);
    assertEq(wealthOf(ids[0]), BOND / votesCast);
  }

  function test_aLostAppealPaysTheSecondJury() public {
    vote(id, 0, 0);
    vm.prank(reporter);
    juries.appeal(id);
    uint256 votesCast = vote(id, 1, 0).length;
    juries.settle(id);
    assertEq(cai.balanceOf(reporter), 1_000e18 - 3 * uint256(BOND));
    assertEq(juries.getCase(id).purse, 3 * uint256(BOND) / votesCast);
  }

  function test_anAppealWithoutAJuryLeavesTheVerdict() public {
    vote(id, 0, 0);
    vm.prank(reporter);
    juries.appeal(id);
    skip(STEP + 1);
    juries.settle(id);
    assertEq(cai.balanceOf(reporter), 1_000e18 - BOND);
    uint256[] memory ids = drawn(id, 0);
    juries.payJuror(id, ids[0]);
    assertEq(wealthOf(ids[0]), BOND / ids.length);
  }

  function test_onlyTheLoserAppealsOnceAndInTime() public {
    vm.prank(accusedOwner);
    vm.expectRevert(Juries.TooEarly.selector);
    juries.appeal(id);
    vote(id, 0, type(uint256).max);
    vm.prank(reporter);
    vm.expectRevert(abi.encodeWithSelector(Juries.NotTheLoser.selector, reporter));
    juries.appeal(id);
    vm.prank(accusedOwner);
    juries.appeal(id);
    vm.prank(accusedOwner);
    vm.expectRevert(Juries.TooLate.selector);
    juries.appeal(id);
  }

  function test_theAppealWindowCloses() public {
    vote(id, 0, type(uint256).max);
    skip(STEP);
    vm.prank(accusedOwner);
    vm.expectRevert(Juries.TooLate.selector);
    juries.appeal(id);
  }
}
