// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Payments } from "../../src/Payments.sol";
import { Role } from "../../src/staking/Node.sol";
import { Fixture } from "../Fixture.sol";

/// @dev How a fee is divided is read when it is shared out, so a new division is for fees of the past too.
contract SplitsTest is Fixture {
  function test_aNewDivisionIsForThePast() public {
    Payments payments = new Payments(cai, staking, 1 days);
    vm.prank(admin);
    payments.setFees(1_000, 5_000);
    uint256 payerNode = registerNode(alice, "payer", Role.Coordinator, 0, COORDINATOR_MINIMUM);
    uint256 payeeNode = registerNode(bob, "payee", Role.Miner, 0, MINER_MINIMUM);
    (address payer, uint256 key) = makeAddrAndKey("payer");
    address payee = makeAddr("payee");
    vm.startPrank(admin);
    cai.approve(address(payments), 1_000e18);
    payments.deposit(payer, payee, 1_000e18);
    vm.stopPrank();
    bytes32 hash = keccak256(abi.encode(payments.VOUCHER_TYPEHASH(), payer, payee, 1_000e18));
    bytes32 digest =
      keccak256(abi.encodePacked("\x19\x01", domain("Cuckoo Payments", address(payments)), hash));
    payments.redeem(Payments.Voucher(payer, payee, 1_000e18), sign(key, digest));
    vm.prank(admin);
    payments.setFees(1_000, 10_000);
    (address[] memory payers, address[] memory payees) = (new address[](1), new address[](1));
    (payers[0], payees[0]) = (payer, payee);
    payments.shareFees(payers, payees);
    emit log_named_decimal_uint("of a fee of 100, to the payer's pool", earned(alice, payerNode), 18);
    emit log_named_decimal_uint("to the payee's", earned(bob, payeeNode), 18);
    assertEq(earned(bob, payeeNode), 0);
    assertApproxEqAbs(earned(alice, payerNode), 90e18, 10);
  }
}
