// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Juries } from "../../src/Juries.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

contract SettleTest is JuriesFixture {
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

  function test_aWrongResultCostsItsMiner() public {
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
    assertEq(cai.balanceOf(address(juries)), purse * votesCast);
    assertEq(cai.balanceOf(treasury), taken - taken / 10 - purse * votesCast);
    vm.expectRevert(Juries.TooLate.selector);
    juries.settle(id);
  }

  function test_aRightResultCostsTheReporterItsBond() public {
    uint256 votesCast = vote(id, 0, 1).length;
    settleAfterAppealWindow();
    assertEq(staking.node(accused).assets, MINER_MINIMUM);
    assertEq(cai.balanceOf(reporter), 1_000e18 - BOND);
    assertEq(juries.getCase(id).purse, BOND / (votesCast - 1));
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

  /// @dev A bond that three jurors cannot share evenly.
  function test_whatDoesNotDivideGoesToTheTreasury() public {
    draw(id, keccak256("a block"));
    uint256[] memory ids = drawn(id, 0);
    for (uint256 i = 0; i < 3; i++) {
      commit(id, 0, ids[i], false);
    }
    skip(STEP);
    for (uint256 i = 0; i < 3; i++) {
      juries.reveal(id, ids[i], false, SALT);
    }
    skip(2 * STEP);
    juries.settle(id);
    assertEq(juries.getCase(id).purse, BOND / 3);
    assertEq(cai.balanceOf(treasury), BOND % 3);
    assertEq(cai.balanceOf(address(juries)), BOND - BOND % 3);
  }
}
