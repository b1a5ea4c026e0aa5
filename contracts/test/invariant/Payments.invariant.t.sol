// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Payments } from "../../src/Payments.sol";
import { Exits } from "../../src/staking/Exits.sol";
import { Role } from "../../src/staking/Node.sol";
import { Fixture } from "../Fixture.sol";
import { PaymentsHandler } from "./PaymentsHandler.sol";

contract PaymentsInvariants is Fixture {
  Payments private payments;
  PaymentsHandler private handler;

  function setUp() public override {
    super.setUp();
    payments = new Payments(cai, staking, 2 days);
    handler = new PaymentsHandler(cai, payments, admin);
    registerNode(alice, "payee0", Role.Miner, 0, MINER_MINIMUM);
    registerNode(bob, string(abi.encodePacked("payer", uint256(0))), Role.Miner, 0, MINER_MINIMUM);
    bytes4[] memory selectors = new bytes4[](1);
    selectors[0] = Exits.payFromBond.selector;
    vm.startPrank(admin);
    authority.setTargetFunctionRole(address(staking), selectors, 1);
    authority.grantRole(1, address(payments), 0);
    vm.stopPrank();
    uint16 feeBps = uint16(handler.FEE_BPS());
    vm.prank(admin);
    payments.setFees(feeBps, 5_000);
    bytes4[] memory actions = new bytes4[](9);
    actions[0] = handler.deposit.selector;
    actions[1] = handler.signVoucher.selector;
    actions[2] = handler.redeem.selector;
    actions[3] = handler.requestWithdrawal.selector;
    actions[4] = handler.cancelWithdrawal.selector;
    actions[5] = handler.withdraw.selector;
    actions[6] = handler.pass.selector;
    actions[7] = handler.shareFees.selector;
    actions[8] = handler.redeemFromBond.selector;
    targetSelector(FuzzSelector({ addr: address(handler), selectors: actions }));
    targetContract(address(handler));
  }

  /// @dev One campaign checks everything, because the actions take the time, not the checks.
  function invariant_books() public view {
    depositsAreHeldToTheWei();
    nobodyIsPaidMoreThanWasSigned();
  }

  function depositsAreHeldToTheWei() private view {
    uint256 sum = 0;
    for (uint256 i = 0; i < 3; i++) {
      sum += payments.balanceOf(handler.payers(i)) + payments.feesOf(handler.payers(i), handler.payees(0))
      + payments.feesOf(handler.payers(i), handler.payees(1));
    }
    assertEq(cai.balanceOf(address(payments)), sum);
  }

  function nobodyIsPaidMoreThanWasSigned() private view {
    uint256[2] memory paidTo;
    for (uint256 j = 0; j < 2; j++) {
      address payee = handler.payees(j);
      for (uint256 i = 0; i < 3; i++) {
        address payer = handler.payers(i);
        assertLe(payments.redeemed(payer, payee), handler.signedFor(payer, payee));
        paidTo[j] += payments.redeemed(payer, payee);
      }
    }
    // The first payee is a node's key. Its owner is paid, less the voters' fees and what a payer's bond paid.
    assertEq(cai.balanceOf(alice) + handler.fees() + handler.fromBond(), paidTo[0]);
    assertEq(cai.balanceOf(handler.payees(1)), paidTo[1]);
    uint256 waiting = 0;
    for (uint256 i = 0; i < 3; i++) {
      waiting += payments.feesOf(handler.payers(i), handler.payees(0));
    }
    assertEq(staking.vault() + waiting, handler.fees());
  }
}
