// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC20Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import { Channels } from "../../src/payments/Channels.sol";
import { PaymentsFixture } from "./PaymentsFixture.sol";

contract DepositManyTest is PaymentsFixture {
  address[] private payees = [alice, bob, alice];
  uint256[] private amounts = [uint256(3e18), 5e18, 1e18];

  function setUp() public override {
    super.setUp();
    vm.prank(admin);
    cai.transfer(payer, 9e18);
  }

  function held() private view {
    assertEq(payments.channelOf(payer, alice).balance, 4e18);
    assertEq(payments.channelOf(payer, bob).balance, 5e18);
    assertEq(cai.balanceOf(payer), 0);
    assertEq(cai.balanceOf(address(payments)), 1_009e18);
  }

  function test_oneTransferFundsTheCallersChannels() public {
    vm.startPrank(payer);
    cai.approve(address(payments), 9e18);
    vm.expectEmit(address(payments));
    emit Channels.Deposited(payer, alice, payer, 3e18);
    vm.expectEmit(address(payments));
    emit Channels.Deposited(payer, bob, payer, 5e18);
    payments.depositMany(payees, amounts);
    held();
  }

  function test_depositManyRefusesNothingNobodyAndUnequalLists() public {
    vm.startPrank(payer);
    cai.approve(address(payments), 9e18);
    amounts[1] = 0;
    vm.expectRevert(Channels.ZeroAmount.selector);
    payments.depositMany(payees, amounts);
    (amounts[1], payees[2]) = (1, address(0));
    vm.expectRevert(Channels.ZeroAddress.selector);
    payments.depositMany(payees, amounts);
    amounts.pop();
    vm.expectRevert(abi.encodeWithSelector(Channels.LengthMismatch.selector, 3, 2));
    payments.depositMany(payees, amounts);
  }

  function test_aPermitForTheSumTakesThePlaceOfAnApproval() public {
    (uint8 v, bytes32 r, bytes32 s) = signPermit(payerKey, address(payments), 9e18, block.timestamp);
    vm.prank(payer);
    payments.depositManyWithPermit(payees, amounts, block.timestamp, v, r, s);
    held();
  }

  function test_depositManyWithPermitOutlivesAFrontRunPermit() public {
    (uint8 v, bytes32 r, bytes32 s) = signPermit(payerKey, address(payments), 9e18, block.timestamp);
    cai.permit(payer, address(payments), 9e18, block.timestamp, v, r, s);
    vm.prank(payer);
    payments.depositManyWithPermit(payees, amounts, block.timestamp, v, r, s);
    held();
  }

  function test_depositManyWithABadPermitSaysTheAllowanceIsShort() public {
    vm.prank(payer);
    vm.expectRevert(
      abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(payments), 0, 9e18)
    );
    payments.depositManyWithPermit(payees, amounts, block.timestamp, 27, 0, 0);
  }
}
