// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { MessageHashUtils } from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import { Payments } from "../../src/Payments.sol";
import { Staking } from "../../src/Staking.sol";
import { Role } from "../../src/staking/Node.sol";
import { Fixture } from "../Fixture.sol";

/// @dev Replays the steps that the model in `tools/contracts/differential` generates. The numbers of the
/// actions and the byte layout of a step must match those there.
abstract contract Replay is Fixture {
  struct Step {
    uint8 action;
    uint8 user;
    uint8 node;
    uint8 other;
    uint256 amount;
    uint256 duration;
    uint256 expected;
  }

  uint256 internal constant STEP_BYTES = 52;
  uint256 internal constant NODES = 3;
  uint64 private constant DELAY = 2 days;

  Payments internal payments;
  address[3] internal users = [alice, bob, carol];
  address[NODES] internal operators;
  uint256[NODES] private operatorKeys;
  /// @dev A payer without a node, and the first node's operator key.
  address[2] internal payers;
  uint256[2] private payerKeys;

  function setUp() public override {
    super.setUp();
    staking = new Staking(cai, address(authority), MINER_MINIMUM, 30_000e18, COOL_DOWN);
    payments = new Payments(cai, staking, DELAY);
    for (uint256 i = 0; i < NODES; i++) {
      (operators[i], operatorKeys[i]) = makeAddrAndKey(string.concat("operator", vm.toString(i)));
    }
    (payers[0], payerKeys[0]) = makeAddrAndKey("payer");
    (payers[1], payerKeys[1]) = (operators[0], operatorKeys[0]);
    vm.startPrank(admin);
    payments.setFees(777, 5_000);
    cai.approve(address(staking), type(uint256).max);
    cai.approve(address(payments), type(uint256).max);
    vm.stopPrank();
  }

  /// @dev Runs a step and returns what it pays out; 0 for a step that pays nothing.
  function run(Step memory step) internal returns (uint256 paid) {
    if (step.action < 9) return runStake(step);
    if (step.action < 19) return runNode(step);
    if (step.action < 25) return runPayment(step);
    if (step.action == 30) skip(step.duration);
    else runNew(step);
    return 0;
  }

  function runStake(Step memory step) private returns (uint256) {
    address user = users[step.user];
    if (step.action == 0) {
      give(user, step.amount);
    } else if (step.action == 1) {
      register(step);
      return 0;
    }
    uint256 before = cai.balanceOf(user);
    vm.startPrank(user);
    if (step.action == 0) staking.stake(step.amount);
    else if (step.action == 2) staking.vote(step.node, step.amount);
    else if (step.action == 3) staking.unvote(step.node, step.amount);
    else if (step.action == 4) staking.unvote(step.node, type(uint256).max);
    else if (step.action == 5) staking.moveVote(step.node, step.other, step.amount);
    else if (step.action == 6) staking.unstake(step.amount);
    else if (step.action == 7) staking.withdraw(step.amount, user);
    else staking.restake(step.amount);
    vm.stopPrank();
    return step.action == 7 ? cai.balanceOf(user) - before : 0;
  }

  function runNew(Step memory step) private {
    address user = users[step.user];
    if (step.action == 26) {
      vm.prank(admin);
      staking.restore(step.node, step.amount);
      return;
    }
    if (step.action == 27) {
      vm.prank(staking.node(step.node).owner);
      staking.offerNode(step.node, user);
    }
    vm.startPrank(user);
    if (step.action == 29) staking.lapse(single(step.node));
    else if (step.action == 25) staking.rebond(step.amount);
    else if (step.action == 28) staking.unstake(type(uint256).max);
    else acceptNode(step);
    vm.stopPrank();
  }

  function acceptNode(Step memory step) private {
    staking.vote(step.node, step.amount);
    staking.acceptNode(step.node);
  }

  function register(Step memory step) private {
    (address owner, uint256 place) = (users[step.user], step.node - 1);
    Role role = step.node == NODES ? Role.Coordinator : Role.Miner;
    bytes memory consent = signConsent(operatorKeys[place], owner, role, operators[place], block.timestamp);
    vm.prank(owner);
    staking.register(role, operators[place], uint16(step.duration), step.amount, "", block.timestamp, consent);
  }

  function runNode(Step memory step) private returns (uint256) {
    if (step.action == 9) return claim(users[step.user], step.node);
    if (step.action == 10) {
      vm.prank(users[step.user]);
      return staking.compound(single(step.node), step.other);
    }
    address owner = staking.node(step.node).owner;
    bool owners = step.action == 15 || step.action == 17;
    vm.startPrank(owners ? owner : admin);
    uint256 taken = 0;
    if (step.action == 11) staking.fund(step.amount, step.duration);
    else if (step.action == 12) taken = staking.slash(step.node, step.amount, admin);
    else if (step.action == 13) staking.jail(step.node, uint64(step.amount));
    else if (step.action == 14) staking.unjail(step.node);
    else if (step.action == 15) staking.setCommission(step.node, uint16(step.amount));
    else if (step.action == 16) staking.applyCommission(step.node);
    else if (step.action == 17) staking.retire(step.node);
    else staking.reward(step.node, step.amount);
    vm.stopPrank();
    return taken;
  }

  function runPayment(Step memory step) private returns (uint256) {
    (address payer, address payee) = (payers[step.user], operators[step.node - 1]);
    if (step.action == 19) {
      vm.prank(admin);
      payments.deposit(payer, payee, step.amount);
    } else if (step.action == 20) {
      return redeem(step, payer, payee);
    } else if (step.action == 21) {
      (address[] memory from, address[] memory to) = (new address[](1), new address[](1));
      (from[0], to[0]) = (payer, payee);
      payments.shareFees(from, to);
    } else if (step.action == 22) {
      vm.prank(payer);
      payments.requestWithdrawal(payee, step.amount);
    } else if (step.action == 24) {
      vm.prank(payer);
      payments.cancelWithdrawal(payee);
    } else {
      uint256 before = cai.balanceOf(payer);
      vm.prank(payer);
      payments.withdraw(payee);
      return cai.balanceOf(payer) - before;
    }
    return 0;
  }

  function redeem(Step memory step, address payer, address payee) private returns (uint256) {
    Payments.Voucher[] memory vouchers = new Payments.Voucher[](1);
    bytes[] memory signatures = new bytes[](1);
    vouchers[0] = Payments.Voucher({ payer: payer, payee: payee, cumulative: step.amount });
    bytes32 structHash = keccak256(abi.encode(payments.VOUCHER_TYPEHASH(), payer, payee, step.amount));
    bytes32 digest =
      MessageHashUtils.toTypedDataHash(domain("Cuckoo Payments", address(payments)), structHash);
    signatures[0] = sign(payerKeys[step.user], digest);
    return payments.redeemMany(vouchers, signatures);
  }
}
