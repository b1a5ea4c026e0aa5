// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Finding } from "../../src/disputes/Jury.sol";
import { JuriesFixture } from "../juries/JuriesFixture.sol";

/// @dev An owner leaves stake on its way out of its node after the cool-down is over. It counts for the
/// deposit of whoever reports the node, and of whoever appeals, but the owner can withdraw it in any second:
/// no slash will ever reach it.
contract ParkedStakeTest is JuriesFixture {
  uint256 private constant PARKED = 10_000_000e18;
  uint256 private constant ALL_SEATS = 7 * SEATS;
  uint256 private exitId;

  function setUp() public override {
    super.setUp();
    vote(accusedOwner, accused, PARKED);
    vm.prank(accusedOwner);
    exitId = staking.unvote(accused, PARKED);
    skip(COOL_DOWN);
    nextTask();
    vm.prank(admin);
    cai.transfer(reporter, 1_000_000e18);
    assertEq(stakeOf(accused), MINER_MINIMUM);
  }

  function test_stakeThatNoSlashReachesMakesAReportDear() public {
    uint256 plain = ALL_SEATS * PAY + MINER_MINIMUM * 2 / 100;
    uint256 before = cai.balanceOf(reporter);
    uint256 id = open();
    emit log_named_decimal_uint("deposit without it", plain, 18);
    emit log_named_decimal_uint("deposit", before - cai.balanceOf(reporter), 18);
    emit log_named_decimal_uint("deposit of the first appeal", juries.appealDepositOf(id, 1), 18);
    assertApproxEqAbs(before - cai.balanceOf(reporter), plain + PARKED * 2 / 100, 1e18);

    // As soon as it is reported, all of that is out of reach.
    vm.prank(accusedOwner);
    staking.withdraw(exitId, accusedOwner);
    decide(id, Finding.Wrong);
    uint256 wealth = cai.balanceOf(accusedOwner);
    assertGe(wealth, PARKED);
    settle(id);
    emit log_named_decimal_uint("lost by the owner", MINER_MINIMUM - stakeOf(accused), 18);
    emit log_named_decimal_uint("won by the reporter", cai.balanceOf(reporter) - before, 18);
    assertEq(MINER_MINIMUM - stakeOf(accused), MINER_MINIMUM * SLASH_BPS / 10_000);
    assertEq(cai.balanceOf(accusedOwner), wealth);
    assertLe(cai.balanceOf(reporter) - before, 400e18);
  }

  /// @dev Who loses an appeal loses as much: here a coordinator that appeals a bought acquittal, and another
  /// bought jury.
  function test_norIsItAtStakeWhileOthersLoseADepositForIt() public {
    address honest = makeAddr("honest coordinator");
    vm.startPrank(admin);
    cai.transfer(honest, 1_000_000e18);
    vm.stopPrank();
    vm.prank(honest);
    cai.approve(address(juries), type(uint256).max);
    uint256 id = open();
    vm.prank(accusedOwner);
    staking.withdraw(exitId, accusedOwner);
    decide(id, Finding.Right);
    appealBy(honest, id);
    decide(id, Finding.Right);
    settle(id);
    emit log_named_decimal_uint("lost by who appealed", 1_000_000e18 - cai.balanceOf(honest), 18);
    assertGe(1_000_000e18 - cai.balanceOf(honest), PARKED * 2 / 100);
  }
}
