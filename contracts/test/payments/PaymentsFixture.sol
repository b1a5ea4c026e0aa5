// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { MessageHashUtils } from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import { Payments } from "../../src/Payments.sol";
import { Fixture } from "../Fixture.sol";

/// @dev A payer with a funded channel, and its signed vouchers.
abstract contract PaymentsFixture is Fixture {
  uint64 internal constant DELAY = 2 days;

  Payments internal payments;
  address internal payer;
  uint256 internal payerKey;
  address internal payee = makeAddr("operator");

  function setUp() public virtual override {
    super.setUp();
    payments = new Payments(cai, staking, DELAY);
    (payer, payerKey) = makeAddrAndKey("payer");
    fill(payer, payee, 1_000e18);
  }

  function fill(address from, address to, uint256 amount) internal {
    vm.startPrank(admin);
    cai.approve(address(payments), amount);
    payments.deposit(from, to, amount);
    vm.stopPrank();
  }

  /// @dev What the payer's channel to the payee holds.
  function balance() internal view returns (uint256) {
    return payments.channelOf(payer, payee).balance;
  }

  function voucher(address to, uint256 cumulative) internal view returns (Payments.Voucher memory) {
    return Payments.Voucher({ payer: payer, payee: to, cumulative: cumulative });
  }

  /// @dev Signs with the payer's key, whichever payer the voucher names.
  function signed(Payments.Voucher memory v) internal view returns (bytes memory) {
    bytes32 structHash = keccak256(
      abi.encode(
        keccak256("Voucher(address payer,address payee,uint256 cumulative)"), v.payer, v.payee, v.cumulative
      )
    );
    return sign(
      payerKey, MessageHashUtils.toTypedDataHash(domain("Cuckoo Payments", address(payments)), structHash)
    );
  }

  function redeem(uint256 cumulative) internal returns (uint256) {
    Payments.Voucher memory v = voucher(payee, cumulative);
    return payments.redeem(v, signed(v));
  }

  function setFees(uint16 feeBps, uint16 payerPoolBps) internal {
    vm.prank(admin);
    payments.setFees(feeBps, payerPoolBps);
  }
}
