// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { stdError } from "forge-std/StdError.sol";
import { Channels } from "../../src/payments/Channels.sol";
import { PaymentsFixture } from "./PaymentsFixture.sol";

contract DepositTest is PaymentsFixture {
  function testFuzz_depositForAnother(uint256 amount) public {
    amount = _bound(amount, 1, cai.balanceOf(admin));
    vm.startPrank(admin);
    cai.approve(address(payments), amount);
    vm.expectEmit(address(payments));
    emit Channels.Deposited(alice, bob, admin, amount);
    payments.deposit(alice, bob, amount);
    assertEq(payments.channelOf(alice, bob).balance, amount);
    assertEq(cai.balanceOf(address(payments)), 1_000e18 + amount);
  }

  function test_aChannelIsOfOnePayerAndOnePayee() public {
    fill(alice, bob, 1e18);
    fill(alice, carol, 2e18);
    fill(bob, alice, 4e18);
    fill(alice, bob, 8e18);
    assertEq(payments.channelOf(alice, bob).balance, 9e18);
    assertEq(payments.channelOf(alice, carol).balance, 2e18);
    assertEq(payments.channelOf(bob, alice).balance, 4e18);
  }

  function test_depositRefusesNothingAndNobody() public {
    vm.expectRevert(Channels.ZeroAmount.selector);
    payments.deposit(alice, bob, 0);
    vm.expectRevert(Channels.ZeroAddress.selector);
    payments.deposit(address(0), bob, 1);
    vm.expectRevert(Channels.ZeroAddress.selector);
    payments.deposit(alice, address(0), 1);
  }

  function test_noDepositComesInWhileEntryIsPaused() public {
    vm.startPrank(admin);
    staking.pauseEntry(true);
    vm.expectRevert(Channels.EntryIsPaused.selector);
    payments.deposit(alice, bob, 1);
    vm.expectRevert(Channels.EntryIsPaused.selector);
    payments.depositMany(new address[](0), new uint256[](0));
    vm.stopPrank();
    assertEq(redeem(1e18), 1e18);
    vm.startPrank(payer);
    payments.requestWithdrawal(payee, 1e18);
    skip(DELAY);
    payments.withdraw(payee);
  }

  /// @dev A token with a greater supply than is allowed; the channel refuses rather than lose count.
  function test_aBalanceStaysBelowTwoToThe96() public {
    vm.mockCall(address(cai), abi.encodeWithSelector(IERC20.transferFrom.selector), abi.encode(true));
    bytes memory refusal =
      abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, 96, uint256(1) << 96);
    vm.expectRevert(refusal);
    payments.deposit(alice, bob, 1 << 96);
    payments.deposit(alice, bob, type(uint96).max);
    vm.expectRevert(stdError.arithmeticError);
    payments.deposit(alice, bob, 1);
    assertEq(payments.channelOf(alice, bob).balance, type(uint96).max);
  }
}
