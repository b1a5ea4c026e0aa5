// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Payments } from "../../src/Payments.sol";
import { Answer, HostileWallet } from "../doubles/HostileWallet.sol";
import { PaymentsFixture } from "../payments/PaymentsFixture.sol";

/// @dev One payer among many whose voucher does not count. It once made the whole of `redeemMany` fail.
contract PayerAttacksTest is PaymentsFixture {
  HostileWallet private wallet = new HostileWallet();

  /// @dev The hostile payer's voucher stands between two that are good.
  function batch() private view returns (Payments.Voucher[] memory vouchers, bytes[] memory signatures) {
    (vouchers, signatures) = (new Payments.Voucher[](3), new bytes[](3));
    vouchers[0] = voucher(payee, 10e18);
    vouchers[1] = Payments.Voucher({ payer: address(wallet), payee: payee, cumulative: 7e18 });
    vouchers[2] = voucher(payee, 15e18);
    for (uint256 i = 0; i < 3; i++) {
      signatures[i] = signed(vouchers[i]);
    }
  }

  function test_aPayersContractCannotStopTheOthers() public {
    fill(address(wallet), payee, 100e18);
    (Payments.Voucher[] memory vouchers, bytes[] memory signatures) = batch();
    for (uint256 i = uint256(Answer.Refuses); i <= uint256(type(Answer).max); i++) {
      wallet.tell(Answer(i));
      uint256 state = vm.snapshotState();
      uint256 gas = gasleft();
      assertEq(payments.redeemMany{ gas: 1_000_000 }(vouchers, signatures), 15e18);
      assertLt(gas - gasleft(), 450_000);
      assertEq(cai.balanceOf(payee), 15e18);
      assertEq(payments.channelOf(address(wallet), payee).balance, 100e18);
      vm.revertToState(state);
    }
    wallet.tell(Answer.Accepts);
    assertEq(payments.redeemMany(vouchers, signatures), 22e18);
  }

  /// @dev A voucher that its payer has not signed, one to nobody, and a signature of the wrong length.
  function test_whatIsNotSignedIsPassedOver() public {
    (Payments.Voucher[] memory vouchers, bytes[] memory signatures) = batch();
    vouchers[1] = voucher(bob, 5e18);
    signatures[1] = signatures[0];
    assertEq(payments.redeemMany(vouchers, signatures), 15e18);
    vouchers[1] = voucher(address(0), 5e18);
    signatures[1] = signed(vouchers[1]);
    (vouchers[0].cumulative, vouchers[2].cumulative) = (20e18, 25e18);
    (signatures[0], signatures[2]) = (signed(vouchers[0]), signed(vouchers[2]));
    assertEq(payments.redeemMany(vouchers, signatures), 10e18);
    signatures[0] = "no signature";
    assertEq(payments.redeemMany(vouchers, signatures), 0);
    assertEq(cai.balanceOf(payee), 25e18);
  }

  /// @dev Alone, it fails with a reason.
  function test_oneVoucherOfAHostilePayerIsRefused() public {
    fill(address(wallet), payee, 100e18);
    (Payments.Voucher[] memory vouchers, bytes[] memory signatures) = batch();
    wallet.tell(Answer.Reverts);
    vm.expectRevert(abi.encodeWithSelector(Payments.InvalidVoucher.selector, address(wallet), payee, 7e18));
    payments.redeem(vouchers[1], signatures[1]);
  }

  /// @dev Nobody else waits for it, so it may use what gas its caller gives.
  function test_aloneAWalletMayNeedMuchGas() public {
    fill(address(wallet), payee, 100e18);
    (Payments.Voucher[] memory vouchers, bytes[] memory signatures) = batch();
    wallet.tell(Answer.AcceptsDearly);
    assertEq(payments.redeem(vouchers[1], signatures[1]), 7e18);
  }

  /// @dev Its length alone costs more than the gas that checking it may use.
  function test_aSignatureTooLongToCheckIsPassedOver() public {
    fill(address(wallet), payee, 100e18);
    (Payments.Voucher[] memory vouchers, bytes[] memory signatures) = batch();
    signatures[1] = new bytes(400_000);
    assertEq(payments.redeemMany(vouchers, signatures), 15e18);
    assertEq(payments.redeem(vouchers[1], signatures[1]), 7e18);
  }
}
