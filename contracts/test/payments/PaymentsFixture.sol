// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { MessageHashUtils } from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import { Payments } from "../../src/Payments.sol";
import { Exits } from "../../src/staking/Exits.sol";
import { Fixture } from "../Fixture.sol";

/// @dev A payer with a deposit, and its signed vouchers.
abstract contract PaymentsFixture is Fixture {
  uint64 internal constant DELAY = 2 days;
  uint64 internal constant PAYMENTS_ROLE = 1;

  Payments internal payments;
  address internal payer;
  uint256 internal payerKey;
  address internal payee = makeAddr("operator");

  function setUp() public virtual override {
    super.setUp();
    payments = new Payments(cai, staking, DELAY);
    bytes4[] memory selectors = new bytes4[](1);
    selectors[0] = Exits.payFromBond.selector;
    vm.startPrank(admin);
    authority.setTargetFunctionRole(address(staking), selectors, PAYMENTS_ROLE);
    authority.grantRole(PAYMENTS_ROLE, address(payments), 0);
    vm.stopPrank();
    (payer, payerKey) = makeAddrAndKey("payer");
    fill(payer, 1_000e18);
  }

  function fill(address account, uint256 amount) internal {
    vm.startPrank(admin);
    cai.approve(address(payments), amount);
    payments.deposit(account, amount);
    vm.stopPrank();
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
