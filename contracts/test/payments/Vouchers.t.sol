// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC20Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import { Payments } from "../../src/Payments.sol";
import { Deposits } from "../../src/payments/Deposits.sol";
import { Fees } from "../../src/payments/Fees.sol";
import { PaymentsFixture } from "./PaymentsFixture.sol";
import { ContractWallet } from "../doubles/ContractWallet.sol";

contract VouchersTest is PaymentsFixture {
  function testFuzz_depositForAnother(uint256 amount) public {
    amount = _bound(amount, 1, cai.balanceOf(admin));
    vm.startPrank(admin);
    cai.approve(address(payments), amount);
    vm.expectEmit(address(payments));
    emit Deposits.Deposited(alice, admin, amount);
    payments.deposit(alice, amount);
    assertEq(payments.balanceOf(alice), amount);
    assertEq(cai.balanceOf(address(payments)), 1_000e18 + amount);
  }

  function test_depositRefusesNothingAndNobody() public {
    vm.expectRevert(Deposits.ZeroAmount.selector);
    payments.deposit(alice, 0);
    vm.expectRevert(Deposits.ZeroAddress.selector);
    payments.deposit(address(0), 1);
  }

  function test_depositWithPermitOutlivesAFrontRunPermit() public {
    vm.prank(admin);
    cai.transfer(payer, 5e18);
    (uint8 v, bytes32 r, bytes32 s) = signPermit(payerKey, address(payments), 5e18, block.timestamp);
    cai.permit(payer, address(payments), 5e18, block.timestamp, v, r, s);
    vm.prank(payer);
    payments.depositWithPermit(alice, 5e18, block.timestamp, v, r, s);
    assertEq(payments.balanceOf(alice), 5e18);
  }

  function test_depositWithABadPermitSaysTheAllowanceIsShort() public {
    vm.prank(payer);
    vm.expectRevert(
      abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(payments), 0, 5e18)
    );
    payments.depositWithPermit(alice, 5e18, block.timestamp, 27, 0, 0);
  }

  function testFuzz_redeemPaysTheDifference(uint256 first, uint256 second) public {
    first = _bound(first, 1, 999e18);
    second = _bound(second, first + 1, 1_000e18);
    assertEq(redeem(first), first);
    vm.expectEmit(address(payments));
    emit Payments.Redeemed(payer, payee, payee, second - first, second);
    assertEq(redeem(second), second - first);
    assertEq(payments.redeemed(payer, payee), second);
    assertEq(cai.balanceOf(payee), second);
    assertEq(payments.balanceOf(payer), 1_000e18 - second);
  }

  function test_redeemedTwiceOrLateItPaysNothing() public {
    redeem(10e18);
    Payments.Voucher memory v = voucher(payee, 9e18);
    bytes memory signature = signed(v);
    vm.expectRevert(abi.encodeWithSelector(Payments.NothingToRedeem.selector, 10e18, 990e18));
    payments.redeem(v, signature);
  }

  function testFuzz_whatTheDepositLacksStaysOwed(uint256 lack) public {
    lack = _bound(lack, 1, 1_000_000e18);
    assertEq(redeem(1_000e18 + lack), 1_000e18);
    Payments.Voucher memory v = voucher(payee, 1_000e18 + lack);
    bytes memory signature = signed(v);
    vm.expectRevert(abi.encodeWithSelector(Payments.NothingToRedeem.selector, 1_000e18, 0));
    payments.redeem(v, signature);
    fill(payer, lack);
    assertEq(payments.redeem(v, signature), lack);
    assertEq(cai.balanceOf(payee), 1_000e18 + lack);
  }

  function test_moneyOfAnOperatorGoesToItsOwner() public {
    registerMiner(alice);
    redeem(10e18);
    assertEq(cai.balanceOf(alice), 10e18);
    assertEq(cai.balanceOf(payee), 0);
  }

  function testFuzz_anotherAmountIsNotSigned(uint256 cumulative) public {
    vm.assume(cumulative != 10e18);
    bytes memory signature = signed(voucher(payee, 10e18));
    vm.expectRevert(abi.encodeWithSelector(Payments.InvalidVoucher.selector, payer, payee, cumulative));
    payments.redeem(voucher(payee, cumulative), signature);
  }

  function test_anotherPayeeContractOrChainIsNotSigned() public {
    Payments.Voucher memory v = voucher(payee, 10e18);
    bytes memory signature = signed(v);
    bytes memory refusal = abi.encodeWithSelector(Payments.InvalidVoucher.selector, payer, bob, 10e18);
    vm.expectRevert(refusal);
    payments.redeem(voucher(bob, 10e18), signature);

    refusal = abi.encodeWithSelector(Payments.InvalidVoucher.selector, payer, payee, 10e18);
    Payments other = new Payments(cai, staking, DELAY);
    vm.expectRevert(refusal);
    other.redeem(v, signature);
    vm.chainId(block.chainid + 1);
    vm.expectRevert(refusal);
    payments.redeem(v, signature);
  }

  function test_theZeroPayeeIsRefused() public {
    Payments.Voucher memory v = voucher(address(0), 1);
    bytes memory signature = signed(v);
    vm.expectRevert(abi.encodeWithSelector(Payments.InvalidVoucher.selector, payer, address(0), 1));
    payments.redeem(v, signature);
  }

  function test_aContractWalletPays() public {
    address wallet = address(new ContractWallet(payer));
    fill(wallet, 7e18);
    Payments.Voucher memory v = Payments.Voucher({ payer: wallet, payee: payee, cumulative: 7e18 });
    assertEq(payments.redeem(v, signed(v)), 7e18);
  }

  function test_redeemManyPassesOverWhatIsPaid() public {
    registerMiner(alice);
    Payments.Voucher[] memory vouchers = new Payments.Voucher[](4);
    bytes[] memory signatures = new bytes[](4);
    address[4] memory payees = [payee, bob, bob, carol];
    uint256[4] memory amounts = [uint256(10e18), 5e18, 8e18, 3e18];
    for (uint256 i = 0; i < 4; i++) {
      vouchers[i] = voucher(payees[i], amounts[i]);
      signatures[i] = signed(vouchers[i]);
    }
    payments.redeem(vouchers[0], signatures[0]);
    assertEq(payments.redeemMany(vouchers, signatures), 11e18);
    assertEq(cai.balanceOf(alice), 10e18);
    assertEq(cai.balanceOf(bob), 8e18);
    assertEq(cai.balanceOf(carol), 3e18);
    assertEq(payments.balanceOf(payer), 979e18);
  }

  function test_redeemManyNeedsASignatureEach() public {
    vm.expectRevert(abi.encodeWithSelector(Fees.LengthMismatch.selector, 1, 0));
    payments.redeemMany(new Payments.Voucher[](1), new bytes[](0));
  }

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

  function test_aContractWalletsSignatureIsItsOwn() public {
    address wallet = address(new ContractWallet(bob));
    fill(wallet, 7e18);
    Payments.Voucher memory v = Payments.Voucher({ payer: wallet, payee: payee, cumulative: 7e18 });
    bytes memory signature = signed(v);
    vm.expectRevert(abi.encodeWithSelector(Payments.InvalidVoucher.selector, wallet, payee, 7e18));
    payments.redeem(v, signature);
  }

  function test_noDepositComesInWhileEntryIsPaused() public {
    vm.startPrank(admin);
    staking.pauseEntry(true);
    vm.expectRevert(Deposits.EntryIsPaused.selector);
    payments.deposit(alice, 1);
    vm.stopPrank();
    assertEq(redeem(1e18), 1e18);
    vm.startPrank(payer);
    payments.requestWithdrawal(1e18);
    skip(DELAY);
    payments.withdraw();
  }
}
