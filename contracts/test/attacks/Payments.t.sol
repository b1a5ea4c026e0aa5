// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { MessageHashUtils } from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Faucet } from "../../src/Faucet.sol";
import { Payments } from "../../src/Payments.sol";
import { Staking } from "../../src/Staking.sol";
import { Role } from "../../src/staking/Node.sol";
import { HostileToken } from "../doubles/HostileToken.sol";
import { PaymentsFixture } from "../payments/PaymentsFixture.sol";

/// @dev A receiver of gas that asks for more while it is being paid.
contract GreedyReceiver {
  Faucet private immutable _faucet;
  uint256 public asked;

  constructor(Faucet faucet) {
    _faucet = faucet;
  }

  receive() external payable {
    asked++;
    _faucet.drip(address(this));
  }
}

/// @dev A payer that asks for more while the token pays it.
contract Thief {
  Payments private immutable _payments;
  address private immutable _payee;

  constructor(Payments payments, address payee) {
    (_payments, _payee) = (payments, payee);
  }

  function request(uint256 amount) external {
    _payments.requestWithdrawal(_payee, amount);
  }

  function withdraw() external {
    _payments.withdraw(_payee);
  }
}

contract PaymentsAttacksTest is PaymentsFixture {
  function test_voucherDoubleRedemption() public {
    Payments.Voucher memory v = voucher(payee, 10e18);
    bytes memory signature = signed(v);
    payments.redeem(v, signature);
    vm.expectRevert(abi.encodeWithSelector(Payments.NothingToRedeem.selector, 10e18, 990e18));
    payments.redeem(v, signature);
    (Payments.Voucher[] memory twice, bytes[] memory signatures) = (new Payments.Voucher[](3), new bytes[](3));
    (twice[0], twice[1], twice[2]) = (v, voucher(payee, 15e18), voucher(payee, 15e18));
    for (uint256 i = 0; i < 3; i++) {
      signatures[i] = signed(twice[i]);
    }
    assertEq(payments.redeemMany(twice, signatures), 5e18);
    assertEq(cai.balanceOf(payee), 15e18);
  }

  /// @dev Vouchers of a replaced key still pay the node's owner, once. The new key's are counted separately.
  function test_voucherOfAKeyRotatedOutGoesToItsOwnerOnce() public {
    uint256 id = registerMiner(alice);
    Payments.Voucher memory v = voucher(payee, 10e18);
    bytes memory signature = signed(v);
    (address next, uint256 key) = makeAddrAndKey("next operator");
    bytes memory consent = signConsent(key, alice, Role.Miner, next, block.timestamp);
    vm.prank(alice);
    staking.rotateOperator(id, next, block.timestamp, consent);
    payments.redeem(v, signature);
    assertEq(cai.balanceOf(alice), 10e18);
    vm.expectRevert(abi.encodeWithSelector(Payments.NothingToRedeem.selector, 10e18, 990e18));
    payments.redeem(v, signature);
    Payments.Voucher memory same = voucher(next, 10e18);
    vm.expectRevert(abi.encodeWithSelector(Payments.InvalidVoucher.selector, payer, next, 10e18));
    payments.redeem(same, signature);
  }

  function test_aDonationIsNobodysDeposit() public {
    vm.prank(admin);
    cai.transfer(address(payments), 500e18);
    assertEq(redeem(2_000e18), 1_000e18);
    assertEq(balance(), 0);
    assertEq(cai.balanceOf(address(payments)), 500e18);
  }

  function hostile() private returns (HostileToken token, Payments own) {
    token = new HostileToken();
    Staking stake = new Staking(token, address(authority), MINER_MINIMUM, COORDINATOR_MINIMUM, COOL_DOWN);
    own = new Payments(token, stake, DELAY);
    token.approve(address(own), type(uint256).max);
  }

  function test_reentrancyByTheTokenOfAWithdrawal() public {
    (HostileToken token, Payments own) = hostile();
    Thief thief = new Thief(own, payee);
    own.deposit(address(thief), payee, 100e18);
    own.deposit(bob, payee, 100e18);
    thief.request(60e18);
    skip(DELAY);
    token.callBack(address(thief), abi.encodeCall(thief.withdraw, ()));
    thief.withdraw();
    assertFalse(token.reentered());
    assertEq(token.balanceOf(address(thief)), 60e18);
    assertEq(own.channelOf(address(thief), payee).balance, 40e18);
  }

  function test_reentrancyByTheTokenOfARedemption() public {
    (HostileToken token, Payments own) = hostile();
    own.deposit(payer, payee, 100e18);
    Payments.Voucher memory v = voucher(payee, 10e18);
    bytes32 structHash = keccak256(abi.encode(own.VOUCHER_TYPEHASH(), v.payer, v.payee, v.cumulative));
    bytes memory signature =
      sign(payerKey, MessageHashUtils.toTypedDataHash(domain("Cuckoo Payments", address(own)), structHash));
    token.callBack(address(own), abi.encodeCall(own.redeem, (v, signature)));
    own.redeem(v, signature);
    assertFalse(token.reentered());
    assertEq(token.balanceOf(payee), 10e18);
  }

  function test_aTokenThatReturnsFalse() public {
    (HostileToken token, Payments own) = hostile();
    own.deposit(address(this), payee, 100e18);
    own.requestWithdrawal(payee, 100e18);
    skip(DELAY);
    token.refuse();
    bytes memory refusal = abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(token));
    vm.expectRevert(refusal);
    own.deposit(bob, payee, 1);
    vm.expectRevert(refusal);
    own.withdraw(payee);
    assertEq(own.channelOf(address(this), payee).balance, 100e18);
  }

  function test_reentrancyByTheReceiverOfGas() public {
    Faucet faucet = new Faucet(cai, 1e18, 1_000e18, 1 ether, 10 ether, 1 days);
    vm.deal(address(faucet), 10 ether);
    vm.prank(admin);
    cai.transfer(address(faucet), 10e18);
    address greedy = address(new GreedyReceiver(faucet));
    faucet.drip(greedy);
    assertEq(cai.balanceOf(greedy), 1e18);
    assertEq(greedy.balance, 0);
  }
}
