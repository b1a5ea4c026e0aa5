// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Finding } from "../../src/disputes/Jury.sol";
import { JuriesFixture } from "../juries/JuriesFixture.sol";

/// @dev An owner left stake on its way out of its node after the cool-down was over. It counted for the deposit of
/// whoever reports the node, and of whoever appeals, but the owner could withdraw it in any second: no slash would ever
/// reach it. With 10 million parked, a report asked 200,568 CAI instead of 568. Now only the bond counts.
contract ParkedStakeTest is JuriesFixture {
  uint256 private constant PARKED = 10_000_000e18;
  uint256 private constant PLAIN = 7 * SEATS * PAY + MINER_MINIMUM * 2 / 100;
  uint256 private exitId;

  function setUp() public override {
    super.setUp();
    vote(accusedOwner, accused, PARKED);
    vm.prank(accusedOwner);
    exitId = staking.unvote(accused, PARKED);
    skip(COOL_DOWN);
    nextTask();
  }

  function test_makesNoReportDearer() public {
    assertEq(juries.reportDepositOf(accused), PLAIN);
    uint256 before = cai.balanceOf(reporter);
    uint256 id = open();
    assertEq(before - cai.balanceOf(reporter), PLAIN);
    vm.prank(accusedOwner);
    staking.withdraw(exitId, accusedOwner);
    decide(id, Finding.Wrong);
    settle(id);
    assertEq(cai.balanceOf(reporter) - before, MINER_MINIMUM * SLASH_BPS / 10_000 * REPORTER_BPS / 10_000);
  }

  function test_norAnAppeal() public {
    uint256 id = open();
    decide(id, Finding.Right);
    uint256 before = cai.balanceOf(accusedOwner);
    appealBy(accusedOwner, id);
    assertEq(before - cai.balanceOf(accusedOwner), 2 * SEATS * PAY + MINER_MINIMUM * 2 / 100);
  }

  /// @dev Where it is still there in the end, a slash takes of it, and the reporter has its part of that, up to what
  /// it risked.
  function test_whatIsStillThereIsSlashed() public {
    uint256 before = cai.balanceOf(reporter);
    uint256 id = open();
    decide(id, Finding.Wrong);
    settle(id);
    assertApproxEqAbs(staking.leavingOf(accusedOwner, accused), PARKED * (10_000 - SLASH_BPS) / 10_000, 1e18);
    assertEq(cai.balanceOf(reporter) - before, PLAIN);
  }
}
