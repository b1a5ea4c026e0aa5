// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Deposits } from "../../src/payments/Deposits.sol";
import { PaymentsFixture } from "./PaymentsFixture.sol";

contract WithdrawDepositTest is PaymentsFixture {
  function testFuzz_withdrawalWaits(uint256 amount, uint256 wait) public {
    amount = _bound(amount, 1, 1_000e18);
    wait = _bound(wait, 0, DELAY - 1);
    vm.startPrank(payer);
    payments.requestWithdrawal(amount);
    uint256 readyAt = block.timestamp + DELAY;
    (uint256 asked, uint64 ready) = payments.withdrawalOf(payer);
    assertEq(asked, amount);
    assertEq(ready, readyAt);
    skip(wait);
    vm.expectRevert(abi.encodeWithSelector(Deposits.WithdrawalNotReady.selector, readyAt));
    payments.withdraw();
    vm.warp(readyAt);
    payments.withdraw();
    assertEq(cai.balanceOf(payer), amount);
    assertEq(payments.balanceOf(payer), 1_000e18 - amount);
    (asked, ready) = payments.withdrawalOf(payer);
    assertEq(asked, 0);
    assertEq(ready, 0);
    vm.expectRevert(Deposits.NoWithdrawal.selector);
    payments.withdraw();
  }

  function test_vouchersComeBeforeAWithdrawal() public {
    vm.prank(payer);
    payments.requestWithdrawal(1_000e18);
    skip(DELAY - 1);
    assertEq(redeem(600e18), 600e18);
    skip(1);
    vm.prank(payer);
    payments.withdraw();
    assertEq(cai.balanceOf(payer), 400e18);
  }

  function test_aNewRequestStartsTheDelayAnew() public {
    vm.startPrank(payer);
    payments.requestWithdrawal(1e18);
    skip(DELAY);
    payments.requestWithdrawal(1_000e18);
    vm.expectRevert(abi.encodeWithSelector(Deposits.WithdrawalNotReady.selector, block.timestamp + DELAY));
    payments.withdraw();
  }

  function test_aWithdrawalCanBeCancelled() public {
    vm.startPrank(payer);
    vm.expectRevert(Deposits.NoWithdrawal.selector);
    payments.cancelWithdrawal();
    payments.requestWithdrawal(1e18);
    payments.cancelWithdrawal();
    (uint256 asked, uint64 ready) = payments.withdrawalOf(payer);
    assertEq(asked, 0);
    assertEq(ready, 0);
    skip(DELAY);
    vm.expectRevert(Deposits.NoWithdrawal.selector);
    payments.withdraw();
  }

  function test_nobodyAsksForMoreThanItHas() public {
    vm.startPrank(payer);
    vm.expectRevert(abi.encodeWithSelector(Deposits.InsufficientBalance.selector, 1_000e18, 1_000e18 + 1));
    payments.requestWithdrawal(1_000e18 + 1);
    vm.expectRevert(Deposits.ZeroAmount.selector);
    payments.requestWithdrawal(0);
  }
}
