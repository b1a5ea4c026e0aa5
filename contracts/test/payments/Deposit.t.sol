// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC20Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import { Deposits } from "../../src/payments/Deposits.sol";
import { PaymentsFixture } from "./PaymentsFixture.sol";

contract DepositTest is PaymentsFixture {
  function testFuzz_depositForAnother(uint256 amount) public {
    amount = _bound(amount, 1, cai.balanceOf(admin));
    vm.startPrank(admin);
    cai.approve(address(payments), amount);
    vm.expectEmit(address(payments));
    emit Deposits.Deposited(alice, admin, amount);
    payments.deposit(alice, amount);
    assertEq(payments.balanceOf(alice), amount);
    assertEq(cai.balanceOf(address(payments)), 1_000e18 + amount);
  }

  function test_depositRefusesNothingAndNobody() public {
    vm.expectRevert(Deposits.ZeroAmount.selector);
    payments.deposit(alice, 0);
    vm.expectRevert(Deposits.ZeroAddress.selector);
    payments.deposit(address(0), 1);
  }

  function test_depositWithPermitOutlivesAFrontRunPermit() public {
    vm.prank(admin);
    cai.transfer(payer, 5e18);
    (uint8 v, bytes32 r, bytes32 s) = signPermit(payerKey, address(payments), 5e18, block.timestamp);
    cai.permit(payer, address(payments), 5e18, block.timestamp, v, r, s);
    vm.prank(payer);
    payments.depositWithPermit(alice, 5e18, block.timestamp, v, r, s);
    assertEq(payments.balanceOf(alice), 5e18);
  }

  function test_depositWithABadPermitSaysTheAllowanceIsShort() public {
    vm.prank(payer);
    vm.expectRevert(
      abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(payments), 0, 5e18)
    );
    payments.depositWithPermit(alice, 5e18, block.timestamp, 27, 0, 0);
  }

  function test_noDepositComesInWhileEntryIsPaused() public {
    vm.startPrank(admin);
    staking.pauseEntry(true);
    vm.expectRevert(Deposits.EntryIsPaused.selector);
    payments.deposit(alice, 1);
    vm.stopPrank();
    assertEq(redeem(1e18), 1e18);
    vm.startPrank(payer);
    payments.requestWithdrawal(1e18);
    skip(DELAY);
    payments.withdraw();
  }
}
