// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
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
    assertEq(payments.feesOf(payer, payee), 3e18);
    assertEq(payments.feeBps(), 2_000);
    assertEq(payments.payerPoolBps(), 0);
  }

  function test_aPayeeWithoutANodePaysNoFee() public {
    setFees(3_000, 0);
    assertEq(redeem(10e18), 10e18);
    assertEq(payments.feesOf(payer, payee), 0);
  }
}
