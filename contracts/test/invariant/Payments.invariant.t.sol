// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Payments } from "../../src/Payments.sol";
import { Channel } from "../../src/payments/Channels.sol";
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
    uint16 feeBps = uint16(handler.FEE_BPS());
    vm.prank(admin);
    payments.setFees(feeBps, 5_000);
    bytes4[] memory actions = new bytes4[](8);
    actions[0] = handler.deposit.selector;
    actions[1] = handler.signVoucher.selector;
    actions[2] = handler.redeem.selector;
    actions[3] = handler.requestWithdrawal.selector;
    actions[4] = handler.cancelWithdrawal.selector;
    actions[5] = handler.withdraw.selector;
    actions[6] = handler.pass.selector;
    actions[7] = handler.shareFees.selector;
    targetSelector(FuzzSelector({ addr: address(handler), selectors: actions }));
    targetContract(address(handler));
  }

  /// @dev One campaign checks everything, because the actions take the time, not the checks.
  function invariant_books() public view {
    uint256 held = 0;
    uint256 waiting = 0;
    uint256[2] memory paidTo;
    for (uint256 i = 0; i < 3; i++) {
      for (uint256 j = 0; j < 2; j++) {
        (address payer, address payee) = (handler.payers(i), handler.payees(j));
        Channel memory channel = payments.channelOf(payer, payee);
        // Nothing leaves but by the handler's vouchers and withdrawals, and nobody is paid more than was signed.
        assertEq(
          channel.balance + channel.redeemed + handler.withdrawn(payer, payee),
          handler.deposited(payer, payee)
        );
        assertLe(channel.redeemed, handler.signedFor(payer, payee));
        held += uint256(channel.balance) + channel.fees;
        waiting += channel.fees;
        paidTo[j] += channel.redeemed;
      }
    }
    assertEq(cai.balanceOf(address(payments)), held);
    // The first payee is a node's key. Its owner is paid, less the voters' fees.
    assertEq(cai.balanceOf(alice) + handler.fees(), paidTo[0]);
    assertEq(cai.balanceOf(handler.payees(1)), paidTo[1]);
    uint256 burnt = cai.SUPPLY() - cai.totalSupply();
    assertEq(staking.vault() + burnt + waiting, handler.fees());
  }

  /// @dev Whoever claims last still finds its tokens: after all, nothing is left and nothing was missing.
  function afterInvariant() public {
    handler.everybodyLeaves();
    assertEq(cai.balanceOf(address(payments)), 0);
  }
}
