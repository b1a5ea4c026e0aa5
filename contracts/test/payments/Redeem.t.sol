// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Payments } from "../../src/Payments.sol";
import { PaymentsFixture } from "./PaymentsFixture.sol";
import { ContractWallet } from "../doubles/ContractWallet.sol";

contract RedeemTest is PaymentsFixture {
  function testFuzz_redeemPaysTheDifference(uint256 first, uint256 second) public {
    first = _bound(first, 1, 999e18);
    second = _bound(second, first + 1, 1_000e18);
    assertEq(redeem(first), first);
    vm.expectEmit(address(payments));
    emit Payments.Redeemed(payer, payee, payee, second - first, second);
    assertEq(redeem(second), second - first);
    assertEq(payments.channelOf(payer, payee).redeemed, second);
    assertEq(cai.balanceOf(payee), second);
    assertEq(balance(), 1_000e18 - second);
  }

  function test_redeemedTwiceOrLateItPaysNothing() public {
    redeem(10e18);
    Payments.Voucher memory v = voucher(payee, 9e18);
    bytes memory signature = signed(v);
    vm.expectRevert(abi.encodeWithSelector(Payments.NothingToRedeem.selector, 10e18, 990e18));
    payments.redeem(v, signature);
  }

  function testFuzz_whatTheChannelLacksStaysOwed(uint256 lack) public {
    lack = _bound(lack, 1, 1_000_000e18);
    assertEq(redeem(1_000e18 + lack), 1_000e18);
    Payments.Voucher memory v = voucher(payee, 1_000e18 + lack);
    bytes memory signature = signed(v);
    vm.expectRevert(abi.encodeWithSelector(Payments.NothingToRedeem.selector, 1_000e18, 0));
    payments.redeem(v, signature);
    fill(payer, payee, lack);
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

  function test_aPayeeDoesNotSignItsOwnVoucher() public {
    Payments.Voucher memory v = voucher(payee, 10e18);
    (, payerKey) = makeAddrAndKey("operator");
    bytes memory signature = signed(v);
    vm.expectRevert(abi.encodeWithSelector(Payments.InvalidVoucher.selector, payer, payee, 10e18));
    payments.redeem(v, signature);
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
    vm.expectRevert(abi.encodeWithSelector(Payments.NothingToRedeem.selector, 0, 0));
    payments.redeem(v, signature);
  }

  function test_aContractWalletPays() public {
    address wallet = address(new ContractWallet(payer));
    fill(wallet, payee, 7e18);
    Payments.Voucher memory v = Payments.Voucher({ payer: wallet, payee: payee, cumulative: 7e18 });
    assertEq(payments.redeem(v, signed(v)), 7e18);
  }

  function test_aContractWalletsSignatureIsItsOwn() public {
    address wallet = address(new ContractWallet(bob));
    fill(wallet, payee, 7e18);
    Payments.Voucher memory v = Payments.Voucher({ payer: wallet, payee: payee, cumulative: 7e18 });
    bytes memory signature = signed(v);
    vm.expectRevert(abi.encodeWithSelector(Payments.InvalidVoucher.selector, wallet, payee, 7e18));
    payments.redeem(v, signature);
  }

  function test_aContractWalletIsPaid() public {
    address wallet = address(new ContractWallet(bob));
    fill(payer, wallet, 7e18);
    Payments.Voucher memory v = voucher(wallet, 7e18);
    assertEq(payments.redeem(v, signed(v)), 7e18);
    assertEq(cai.balanceOf(wallet), 7e18);
  }

  function test_aRequestedWithdrawalStillBacksVouchers() public {
    vm.prank(payer);
    payments.requestWithdrawal(payee, 1_000e18);
    assertEq(redeem(1_000e18), 1_000e18);
  }

  /// @dev Only what somebody set aside for the payer itself.
  function test_aPayerThatPaysItselfTouchesNoOtherChannel() public {
    fill(payer, payer, 7e18);
    Payments.Voucher memory v = voucher(payer, 1_000e18);
    assertEq(payments.redeem(v, signed(v)), 7e18);
    assertEq(cai.balanceOf(payer), 7e18);
    assertEq(balance(), 1_000e18);
  }
}
