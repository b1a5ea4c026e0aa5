// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Payments } from "../../src/Payments.sol";
import { Channels } from "../../src/payments/Channels.sol";
import { PaymentsFixture } from "./PaymentsFixture.sol";

contract RedeemManyTest is PaymentsFixture {
  function test_redeemManyPassesOverWhatIsPaid() public {
    registerMiner(alice);
    fill(payer, bob, 100e18);
    fill(payer, carol, 2e18);
    Payments.Voucher[] memory vouchers = new Payments.Voucher[](4);
    bytes[] memory signatures = new bytes[](4);
    address[4] memory payees = [payee, bob, bob, carol];
    uint256[4] memory amounts = [uint256(10e18), 5e18, 8e18, 3e18];
    for (uint256 i = 0; i < 4; i++) {
      vouchers[i] = voucher(payees[i], amounts[i]);
      signatures[i] = signed(vouchers[i]);
    }
    payments.redeem(vouchers[0], signatures[0]);
    assertEq(payments.redeemMany(vouchers, signatures), 10e18);
    assertEq(cai.balanceOf(alice), 10e18);
    assertEq(cai.balanceOf(bob), 8e18);
    assertEq(cai.balanceOf(carol), 2e18);
    assertEq(balance(), 990e18);
  }

  function test_redeemManyNeedsASignatureEach() public {
    vm.expectRevert(abi.encodeWithSelector(Channels.LengthMismatch.selector, 1, 0));
    payments.redeemMany(new Payments.Voucher[](1), new bytes[](0));
  }

  function test_redeemManyKeepsEachFeeBack() public {
    registerMiner(alice);
    setFees(1_000, 0);
    fill(payer, bob, 5e18);
    Payments.Voucher[] memory vouchers = new Payments.Voucher[](2);
    bytes[] memory signatures = new bytes[](2);
    (vouchers[0], vouchers[1]) = (voucher(payee, 10e18), voucher(bob, 5e18));
    (signatures[0], signatures[1]) = (signed(vouchers[0]), signed(vouchers[1]));
    assertEq(payments.redeemMany(vouchers, signatures), 14e18);
    assertEq(cai.balanceOf(alice), 9e18);
    assertEq(cai.balanceOf(bob), 5e18);
  }
}
