// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

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
