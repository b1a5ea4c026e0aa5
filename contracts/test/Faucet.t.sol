// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Faucet } from "../src/Faucet.sol";
import { Fixture } from "./Fixture.sol";
import { ContractWallet } from "./doubles/ContractWallet.sol";

/// @dev Never stops on receiving native money.
contract GasBurner {
  receive() external payable {
    while (true) { }
  }
}

contract FaucetTest is Fixture {
  uint256 private constant TOKENS = 100e18;
  uint256 private constant TOKEN_BUDGET = 101 * TOKENS;
  uint256 private constant GAS = 0.1 ether;
  uint256 private constant BUDGET = 1 ether;
  Faucet private faucet;

  function setUp() public override {
    super.setUp();
    faucet = new Faucet(cai, TOKENS, TOKEN_BUDGET, GAS, BUDGET, 1 days);
    vm.deal(address(faucet), 10 ether);
    vm.prank(admin);
    cai.transfer(address(faucet), 1_000e18);
  }

  function test_aSponsorDripsForANewcomer() public {
    vm.expectEmit(address(faucet));
    emit Faucet.Dripped(alice, bob, TOKENS, GAS, block.timestamp + 1 days);
    vm.prank(bob);
    faucet.drip(alice);
    assertEq(cai.balanceOf(alice), TOKENS);
    assertEq(alice.balance, GAS);
    assertEq(faucet.nextDripAt(alice), block.timestamp + 1 days);
    assertEq(faucet.nextDripAt(bob), 0);
  }

  function testFuzz_gasIsToppedUpNotAdded(uint256 held) public {
    held = _bound(held, 0, 1 ether);
    vm.deal(alice, held);
    faucet.drip(alice);
    assertEq(alice.balance, held < GAS ? GAS : held);
  }

  function testFuzz_oneDripAPeriod(uint256 wait) public {
    faucet.drip(alice);
    uint256 next = faucet.nextDripAt(alice);
    wait = _bound(wait, 0, 1 days - 1);
    skip(wait);
    vm.expectRevert(abi.encodeWithSelector(Faucet.DripTooSoon.selector, next));
    faucet.drip(alice);
    vm.warp(next);
    faucet.drip(alice);
    assertEq(cai.balanceOf(alice), 2 * TOKENS);
  }

  /// @dev Made-up addresses took all tokens at once.
  function test_oneBudgetOfTokensForAllAddressesInAPeriod() public {
    Faucet tight = new Faucet(cai, TOKENS, 5 * TOKENS, GAS, BUDGET, 1 days);
    vm.prank(admin);
    cai.transfer(address(tight), 6 * TOKENS);
    vm.warp(block.timestamp / 1 days * 1 days);
    for (uint160 i = 1; i <= 5; i++) {
      assertEq(tight.tokensLeft(), (6 - i) * TOKENS);
      tight.drip(address(i));
    }
    vm.expectRevert(Faucet.FaucetEmpty.selector);
    tight.drip(alice);
    skip(1 days - 1);
    vm.expectRevert(Faucet.FaucetEmpty.selector);
    tight.drip(alice);
    skip(1);
    assertEq(tight.tokensLeft(), TOKENS);
    tight.drip(alice);
    assertEq(tight.tokensLeft(), 0);
  }

  function test_refusesTheZeroAddress() public {
    vm.expectRevert(Faucet.ZeroAddress.selector);
    faucet.drip(address(0));
  }

  function test_saysWhenItHasNoTokens() public {
    deal(address(cai), address(faucet), TOKENS - 1);
    vm.expectRevert(Faucet.FaucetEmpty.selector);
    faucet.drip(alice);
  }

  function test_givesItsLastDrip() public {
    deal(address(cai), address(faucet), TOKENS);
    vm.deal(address(faucet), GAS);
    faucet.drip(alice);
    assertEq(cai.balanceOf(address(faucet)), 0);
    assertEq(address(faucet).balance, 0);
  }

  function test_withoutGasItGivesTokensAlone() public {
    vm.deal(address(faucet), GAS - 1);
    assertEq(faucet.gasLeft(), GAS - 1);
    faucet.drip(alice);
    assertEq(cai.balanceOf(alice), TOKENS);
    assertEq(alice.balance, 0);
    assertEq(address(faucet).balance, GAS - 1);
  }

  /// @dev Made-up addresses spend a period's gas, and no more: tokens stay within reach, and gas comes again.
  function test_gasIsBudgetedForAllAddressesTogether() public {
    deal(address(cai), address(faucet), 1_000 * TOKENS);
    // A period of the budget begins.
    vm.warp((vm.getBlockTimestamp() / 1 days + 1) * 1 days);
    for (uint256 i = 0; i < 100; i++) {
      assertEq(faucet.gasLeft(), i < 10 ? BUDGET - i * GAS : 0);
      faucet.drip(address(uint160(0xc0c0 + i)));
    }
    assertEq(address(faucet).balance, 9 ether);
    faucet.drip(alice);
    assertEq(cai.balanceOf(alice), TOKENS);
    assertEq(alice.balance, 0);
    skip(1 days);
    faucet.drip(alice);
    assertEq(alice.balance, GAS);
  }

  function test_whoRefusesGasGetsTokensAlone() public {
    address wallet = address(new ContractWallet(alice));
    vm.expectEmit(address(faucet));
    emit Faucet.Dripped(wallet, address(this), TOKENS, 0, block.timestamp + 1 days);
    faucet.drip(wallet);
    assertEq(cai.balanceOf(wallet), TOKENS);
    assertEq(wallet.balance, 0);
    assertEq(faucet.gasLeft(), BUDGET);
  }

  /// @dev A receiver's code runs at the sponsor's expense.
  function test_aReceiverCannotBurnTheSponsorsGas() public {
    address burner = address(new GasBurner());
    uint256 gas = gasleft();
    faucet.drip(burner);
    assertLt(gas - gasleft(), 200_000);
    assertEq(burner.balance, 0);
  }

  function test_whoHasGasNeedNotTakeAny() public {
    address wallet = address(new ContractWallet(alice));
    vm.deal(wallet, GAS);
    faucet.drip(wallet);
    assertEq(cai.balanceOf(wallet), TOKENS);
  }

  function test_anybodyCanFillIt() public {
    vm.deal(bob, 1 ether);
    vm.prank(bob);
    (bool sent,) = address(faucet).call{ value: 1 ether }("");
    assertTrue(sent);
    assertEq(address(faucet).balance, 11 ether);
  }
}
