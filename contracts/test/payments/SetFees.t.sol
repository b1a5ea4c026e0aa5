// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { Payments } from "../../src/Payments.sol";
import { Fees } from "../../src/payments/Fees.sol";
import { PaymentsFixture } from "./PaymentsFixture.sol";

contract SetFeesTest is PaymentsFixture {
  function test_feesAreBoundedAndTheAuthoritysAlone() public {
    vm.prank(bob);
    vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, bob));
    payments.setFees(0, 0);
    vm.startPrank(admin);
    vm.expectRevert(abi.encodeWithSelector(Fees.FeeTooHigh.selector, 3_001, 3_000));
    payments.setFees(3_001, 0);
    vm.expectRevert(abi.encodeWithSelector(Fees.FeeTooHigh.selector, 10_001, 10_000));
    payments.setFees(0, 10_001);
    vm.expectEmit(address(payments));
    emit Fees.FeesSet(3_000, 10_000);
    payments.setFees(3_000, 10_000);
  }

  function test_aNewFeeIsNotForThePast() public {
    registerMiner(alice);
    setFees(1_000, 0);
    redeem(10e18);
    setFees(2_000, 0);
    redeem(20e18);
    assertEq(payments.channelOf(payer, payee).fees, 3e18);
    assertEq(payments.feeBps(), 2_000);
    assertEq(payments.payerPoolBps(), 0);
  }

  function test_aPayeeWithoutANodePaysNoFee() public {
    setFees(3_000, 0);
    assertEq(redeem(10e18), 10e18);
    assertEq(payments.channelOf(payer, payee).fees, 0);
  }

  function test_aPaymentThatTheFeeWouldTakeWholeWaits() public {
    registerMiner(alice);
    setFees(1, 0);
    Payments.Voucher memory v = voucher(payee, 1 gwei);
    bytes memory signature = signed(v);
    vm.expectRevert(abi.encodeWithSelector(Payments.NothingToRedeem.selector, 0, 1_000e18));
    payments.redeem(v, signature);
    assertEq(redeem(1 gwei + 1), 1);
    assertEq(payments.channelOf(payer, payee).fees, 1 gwei);
  }

  function test_aFeeIsRoundedUpToAGwei() public {
    registerMiner(alice);
    setFees(2_500, 0);
    assertEq(redeem(8 gwei), 6 gwei);
    assertEq(redeem(12 gwei + 1), 2 gwei + 1);
    assertEq(payments.channelOf(payer, payee).fees, 4 gwei);
  }
}
