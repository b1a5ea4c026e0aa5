// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { MessageHashUtils } from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import { CAI } from "../../src/CAI.sol";
import { Payments } from "../../src/Payments.sol";
import { Role } from "../../src/staking/Node.sol";
import { Fixture } from "../Fixture.sol";

/// @dev Payers deposit, sign, withdraw; anybody redeems any voucher signed so far, old ones too.
contract PaymentsHandler is Fixture {
  uint64 private constant DELAY = 2 days;
  uint256 public constant FEE_BPS = 777;

  Payments private payments;
  /// @dev Kept back so far, shared out or not.
  uint256 public fees;
  uint256[3] private keys;
  address[3] public payers;
  address[2] public payees;
  /// @dev The greatest sum a payer has signed for a payee.
  mapping(address payer => mapping(address payee => uint256)) public signedFor;
  Payments.Voucher[] private vouchers;
  bytes[] private signatures;

  constructor(CAI cai_, Payments payments_, address admin_) {
    (cai, payments, admin) = (cai_, payments_, admin_);
    staking = payments.staking();
    for (uint256 i = 0; i < 3; i++) {
      (payers[i], keys[i]) = makeAddrAndKey(string(abi.encodePacked("payer", i)));
    }
    (payees[0], payees[1]) = (makeAddr("payee0"), makeAddr("payee1"));
  }

  function deposit(uint256 who, uint256 amount) external {
    amount = _bound(amount, 1, 1_000e18);
    vm.startPrank(admin);
    cai.approve(address(payments), amount);
    payments.deposit(payers[who % 3], amount);
    vm.stopPrank();
  }

  function signVoucher(uint256 who, uint256 whom, uint256 more) external {
    (address payer, address payee) = (payers[who % 3], payees[whom % 2]);
    uint256 cumulative = signedFor[payer][payee] + _bound(more, 1, 1_000e18);
    signedFor[payer][payee] = cumulative;
    vouchers.push(Payments.Voucher({ payer: payer, payee: payee, cumulative: cumulative }));
    bytes32 structHash = keccak256(abi.encode(payments.VOUCHER_TYPEHASH(), payer, payee, cumulative));
    signatures.push(
      sign(
        keys[who % 3],
        MessageHashUtils.toTypedDataHash(domain("Cuckoo Payments", address(payments)), structHash)
      )
    );
  }

  function redeem(uint256 which) external {
    if (vouchers.length == 0) return;
    which %= vouchers.length;
    Payments.Voucher[] memory one = new Payments.Voucher[](1);
    bytes[] memory signature = new bytes[](1);
    (one[0], signature[0]) = (vouchers[which], signatures[which]);
    (address payer, address payee) = (one[0].payer, one[0].payee);
    uint256 balance = payments.balanceOf(payer);
    uint256 before = payments.redeemed(payer, payee);
    uint256 owed = one[0].cumulative > before ? one[0].cumulative - before : 0;
    uint256 paid = payments.redeemMany(one, signature);
    uint256 gross = owed < balance ? owed : balance;
    uint256 fee = staking.nodeIdOf(payee) == 0 ? 0 : gross * FEE_BPS / 10_000;
    assertEq(paid, gross - fee);
    fees += fee;
  }

  function shareFees(uint256 who, uint256 whom) external {
    (address[] memory from, address[] memory to) = (new address[](1), new address[](1));
    (from[0], to[0]) = (payers[who % 3], payees[whom % 2]);
    payments.shareFees(from, to);
  }

  function requestWithdrawal(uint256 who, uint256 amount) external {
    uint256 balance = payments.balanceOf(payers[who % 3]);
    if (balance == 0) return;
    vm.prank(payers[who % 3]);
    payments.requestWithdrawal(_bound(amount, 1, balance));
  }

  function cancelWithdrawal(uint256 who) external {
    (uint256 asked,) = payments.withdrawalOf(payers[who % 3]);
    if (asked == 0) return;
    vm.prank(payers[who % 3]);
    payments.cancelWithdrawal();
  }

  function withdraw(uint256 who) external {
    address payer = payers[who % 3];
    (uint256 asked, uint64 readyAt) = payments.withdrawalOf(payer);
    if (asked == 0) return;
    vm.prank(payer);
    try payments.withdraw() {
      assertGe(block.timestamp, readyAt, "left before the delay");
    } catch {
      assertLt(block.timestamp, readyAt, "kept after the delay");
    }
  }

  function pass(uint256 duration) external {
    skip(_bound(duration, 1, DELAY));
  }
}

contract PaymentsInvariants is Fixture {
  Payments private payments;
  PaymentsHandler private handler;

  function setUp() public override {
    super.setUp();
    payments = new Payments(cai, staking, 2 days);
    handler = new PaymentsHandler(cai, payments, admin);
    registerNode(alice, "payee0", Role.Miner, 0, MINER_MINIMUM);
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

  function invariant_depositsAreHeldToTheWei() public view {
    uint256 sum = 0;
    for (uint256 i = 0; i < 3; i++) {
      sum += payments.balanceOf(handler.payers(i)) + payments.feesOf(handler.payers(i), handler.payees(0))
      + payments.feesOf(handler.payers(i), handler.payees(1));
    }
    assertEq(cai.balanceOf(address(payments)), sum);
  }

  function invariant_nobodyIsPaidMoreThanWasSigned() public view {
    uint256[2] memory paidTo;
    for (uint256 j = 0; j < 2; j++) {
      address payee = handler.payees(j);
      for (uint256 i = 0; i < 3; i++) {
        address payer = handler.payers(i);
        assertLe(payments.redeemed(payer, payee), handler.signedFor(payer, payee));
        paidTo[j] += payments.redeemed(payer, payee);
      }
    }
    // The first is a node's key: its owner is paid, less what its voters are given.
    assertEq(cai.balanceOf(alice) + handler.fees(), paidTo[0]);
    assertEq(cai.balanceOf(handler.payees(1)), paidTo[1]);
    uint256 waiting = 0;
    for (uint256 i = 0; i < 3; i++) {
      waiting += payments.feesOf(handler.payers(i), handler.payees(0));
    }
    assertEq(staking.vault() + waiting, handler.fees());
  }
}
