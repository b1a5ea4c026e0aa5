// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Juries } from "../../src/Juries.sol";
import { Verdict } from "../../src/disputes/Jury.sol";
import { Penalty } from "../../src/disputes/Penalty.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

contract VerdictsTest is JuriesFixture {
  uint256 private id;

  function setUp() public override {
    super.setUp();
    id = open();
  }

  function settleAfterAppealWindow() private {
    vm.expectRevert(Juries.TooEarly.selector);
    juries.settle(id);
    skip(STEP);
    juries.settle(id);
  }

  function test_aWrongResultCostsItsMinerAndPaysTheJury() public {
    assertEq(cai.balanceOf(reporter), 1_000e18 - BOND);
    uint256 votesCast = vote(id, 0, type(uint256).max).length;
    assertGe(votesCast, 3);
    settleAfterAppealWindow();

    uint256 taken = MINER_MINIMUM * SLASH_BPS / 10_000;
    assertEq(staking.node(accused).assets, MINER_MINIMUM - taken);
    assertEq(staking.node(accused).jailedUntil, block.timestamp + COOL_DOWN);
    assertEq(cai.balanceOf(reporter), 1_000e18 + taken / 10);
    uint256 purse = taken * JUROR_BPS / 10_000 / votesCast;
    assertEq(juries.getCase(id).purse, purse);
    uint256[] memory ids = drawn(id, 0);
    for (uint256 i = 0; i < ids.length; i++) {
      juries.payJuror(id, ids[i]);
      assertEq(wealthOf(ids[i]), purse);
      vm.expectRevert(abi.encodeWithSelector(Juries.NothingToClaim.selector, id, ids[i]));
      juries.payJuror(id, ids[i]);
    }
    assertEq(cai.balanceOf(address(juries)), 0);
    assertEq(cai.balanceOf(treasury), taken - taken / 10 - purse * votesCast);
    vm.expectRevert(Juries.TooLate.selector);
    juries.settle(id);
  }

  function test_aRightResultCostsTheReporterItsBond() public {
    uint256 votesCast = vote(id, 0, 1).length;
    uint256[] memory ids = drawn(id, 0);
    settleAfterAppealWindow();
    assertEq(staking.node(accused).assets, MINER_MINIMUM);
    assertEq(cai.balanceOf(reporter), 1_000e18 - BOND);
    vm.expectRevert(abi.encodeWithSelector(Juries.NothingToClaim.selector, id, ids[0]));
    juries.payJuror(id, ids[0]);
    juries.payJuror(id, ids[1]);
    assertEq(wealthOf(ids[1]), BOND / (votesCast - 1));
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

  function test_aJuryThatCannotBeFilledReturnsTheBondAndFreesTheCase() public {
    skip(STEP);
    vm.expectRevert(Juries.TooEarly.selector);
    juries.settle(id);
    skip(1);
    vm.expectRevert(Juries.TooLate.selector);
    juries.draw(id);
    juries.settle(id);
    assertEq(cai.balanceOf(reporter), 1_000e18);
    assertEq(uint8(juries.getCase(id).juries[0].votesRight), 0);
    assertEq(open(), id + 1);
  }

  function test_aTieDecidesNothing() public {
    draw(id, keccak256("a block"));
    uint256[] memory ids = drawn(id, 0);
    for (uint256 i = 0; i < 4; i++) {
      commit(id, 0, ids[i], i < 2);
    }
    skip(STEP);
    for (uint256 i = 0; i < 4; i++) {
      juries.reveal(id, ids[i], i < 2, SALT);
    }
    skip(STEP);
    vm.prank(reporter);
    vm.expectRevert(abi.encodeWithSelector(Juries.NotTheLoser.selector, reporter));
    juries.appeal(id);
    juries.settle(id);
    assertEq(cai.balanceOf(reporter), 1_000e18);
    assertEq(staking.node(accused).assets, MINER_MINIMUM);
    vm.expectRevert(abi.encodeWithSelector(Juries.NothingToClaim.selector, id, ids[0]));
    juries.payJuror(id, ids[0]);
  }

  function test_whoIsDrawnAndDoesNotRevealIsFinedOnce() public {
    draw(id, keccak256("a block"));
    uint256[] memory ids = drawn(id, 0);
    for (uint256 i = 1; i < ids.length; i++) {
      commit(id, 0, ids[i], true);
    }
    skip(STEP);
    for (uint256 i = 1; i < ids.length; i++) {
      juries.reveal(id, ids[i], true, SALT);
    }
    vm.expectRevert(Juries.TooEarly.selector);
    juries.fineNoShow(id, 0, ids[0]);
    skip(STEP);
    vm.prank(bob);
    juries.fineNoShow(id, 0, ids[0]);
    assertEq(staking.node(ids[0]).assets, 2 * MINER_MINIMUM - NO_SHOW);
    assertEq(cai.balanceOf(bob), NO_SHOW / 10);
    assertEq(cai.balanceOf(treasury), NO_SHOW - NO_SHOW / 10);
    bytes32 evidence = keccak256(abi.encode(id, uint256(0), ids[0]));
    vm.expectRevert(abi.encodeWithSelector(Penalty.AlreadyPunished.selector, evidence));
    juries.fineNoShow(id, 0, ids[0]);
    vm.expectRevert(abi.encodeWithSelector(Juries.NothingToClaim.selector, id, ids[1]));
    juries.fineNoShow(id, 0, ids[1]);
    vm.expectRevert(abi.encodeWithSelector(Juries.NotDrawn.selector, id, accused));
    juries.fineNoShow(id, 0, accused);
  }
}
