// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Channel, Channels } from "../../src/payments/Channels.sol";
import { PaymentsFixture } from "./PaymentsFixture.sol";

contract WithdrawTest is PaymentsFixture {
  uint256 private term;

  function setUp() public override {
    super.setUp();
    term = payments.WITHDRAWAL_TERM();
  }

  function request(uint256 amount) private returns (uint256 readyAt) {
    readyAt = block.timestamp + DELAY;
    vm.expectEmit(address(payments));
    emit Channels.WithdrawalRequested(payer, payee, amount, readyAt);
    vm.prank(payer);
    payments.requestWithdrawal(payee, amount);
    requested(amount, readyAt);
  }

  function requested(uint256 amount, uint256 readyAt) private view {
    Channel memory channel = payments.channelOf(payer, payee);
    assertEq(channel.withdrawing, amount);
    assertEq(channel.readyAt, readyAt);
  }

  function withdraw() private {
    vm.prank(payer);
    payments.withdraw(payee);
  }

  function refuse(bytes memory refusal) private {
    vm.prank(payer);
    vm.expectRevert(refusal);
    payments.withdraw(payee);
  }

  function testFuzz_withdrawalWaitsItsDelayAndLapsesAfterItsTerm(uint256 amount, uint256 wait) public {
    amount = _bound(amount, 1, 1_000e18);
    wait = _bound(wait, 0, 2 * (DELAY + term));
    uint256 readyAt = request(amount);
    skip(wait);
    if (wait < DELAY) return refuse(abi.encodeWithSelector(Channels.WithdrawalNotReady.selector, readyAt));
    if (wait > DELAY + term) return refuse(abi.encodePacked(Channels.NoWithdrawal.selector));
    vm.expectEmit(address(payments));
    emit Channels.Withdrawn(payer, payee, amount);
    withdraw();
    assertEq(cai.balanceOf(payer), amount);
    assertEq(balance(), 1_000e18 - amount);
    requested(0, 0);
    refuse(abi.encodePacked(Channels.NoWithdrawal.selector));
  }

  function test_oneSecondBeforeItIsReadyIsTooSoon() public {
    uint256 readyAt = request(1e18);
    vm.warp(readyAt - 1);
    refuse(abi.encodeWithSelector(Channels.WithdrawalNotReady.selector, readyAt));
    vm.warp(readyAt);
    withdraw();
  }

  function test_theLastSecondOfTheTermIsInTime() public {
    vm.warp(request(1e18) + term);
    requested(1e18, block.timestamp - term);
    withdraw();
    assertEq(cai.balanceOf(payer), 1e18);
  }

  function test_aLapsedRequestCountsAsNone() public {
    vm.warp(request(1e18) + term + 1);
    requested(0, 0);
    assertEq(balance(), 1_000e18);
    refuse(abi.encodePacked(Channels.NoWithdrawal.selector));
    vm.prank(payer);
    vm.expectRevert(Channels.NoWithdrawal.selector);
    payments.cancelWithdrawal(payee);
    skip(request(2e18) - block.timestamp);
    withdraw();
    assertEq(cai.balanceOf(payer), 2e18);
  }

  function test_aRequestThatIsReadyCanBeCancelled() public {
    vm.warp(request(1e18));
    vm.prank(payer);
    payments.cancelWithdrawal(payee);
    requested(0, 0);
    refuse(abi.encodePacked(Channels.NoWithdrawal.selector));
  }

  function test_vouchersComeBeforeAWithdrawal() public {
    request(1_000e18);
    skip(DELAY);
    assertEq(redeem(600e18), 600e18);
    withdraw();
    assertEq(cai.balanceOf(payer), 400e18);
  }

  function test_theLastVoucherCanLeaveNothingToWithdraw() public {
    request(1_000e18);
    redeem(1_000e18);
    skip(DELAY);
    withdraw();
    assertEq(cai.balanceOf(payer), 0);
    requested(0, 0);
  }

  function test_aDepositIsNoPartOfAnEarlierRequest() public {
    request(1_000e18);
    fill(payer, payee, 7e18);
    skip(DELAY);
    withdraw();
    assertEq(balance(), 7e18);
  }

  function test_aNewRequestStartsTheDelayAnew() public {
    request(1e18);
    skip(DELAY);
    uint256 readyAt = request(1_000e18);
    refuse(abi.encodeWithSelector(Channels.WithdrawalNotReady.selector, readyAt));
  }

  function test_aRequestIsOfOneChannel() public {
    fill(payer, bob, 5e18);
    request(1e18);
    skip(DELAY);
    vm.startPrank(payer);
    vm.expectRevert(Channels.NoWithdrawal.selector);
    payments.withdraw(bob);
    vm.expectRevert(Channels.NoWithdrawal.selector);
    payments.cancelWithdrawal(bob);
    vm.stopPrank();
    vm.prank(payee);
    vm.expectRevert(Channels.NoWithdrawal.selector);
    payments.withdraw(payer);
  }

  function test_aWithdrawalCanBeCancelled() public {
    request(1e18);
    vm.expectEmit(address(payments));
    emit Channels.WithdrawalCancelled(payer, payee);
    vm.startPrank(payer);
    payments.cancelWithdrawal(payee);
    vm.expectRevert(Channels.NoWithdrawal.selector);
    payments.cancelWithdrawal(payee);
    vm.stopPrank();
    requested(0, 0);
    skip(DELAY);
    refuse(abi.encodePacked(Channels.NoWithdrawal.selector));
  }

  function test_nobodyAsksForMoreThanTheChannelHolds() public {
    vm.startPrank(payer);
    vm.expectRevert(abi.encodeWithSelector(Channels.InsufficientBalance.selector, 1_000e18, 1_000e18 + 1));
    payments.requestWithdrawal(payee, 1_000e18 + 1);
    vm.expectRevert(abi.encodeWithSelector(Channels.InsufficientBalance.selector, 0, 1));
    payments.requestWithdrawal(bob, 1);
    vm.expectRevert(Channels.ZeroAmount.selector);
    payments.requestWithdrawal(payee, 0);
  }
}
