// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { MessageHashUtils } from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import { Payments } from "../src/Payments.sol";
import { Staking } from "../src/Staking.sol";
import { Role } from "../src/staking/Node.sol";
import { Fixture } from "./Fixture.sol";
import { VotesToken } from "./doubles/VotesToken.sol";

/// @dev Measures a call from a contract, without the transaction around it.
contract Court {
  function slash(Staking staking, uint256 nodeId, uint256 amount, address to) external returns (uint256 gas) {
    gas = gasleft();
    staking.slash(nodeId, amount, to);
    gas -= gasleft();
  }
}

/// @dev What each action costs as a transaction, in a network in use: emission runs, pools hold stake.
contract GasTest is Fixture {
  uint256 private id;
  address private dave = makeAddr("dave");

  function setUp() public override {
    super.setUp();
    id = registerMiner(alice);
    vote(carol, id, 1_000e18);
    fund(1_000_000e18, 365 days);
    skip(1 days);
    giveAndStake(carol, 1_000e18);
    vote(carol, id, 1_000e18);
    skip(1 days);
    vm.prank(admin);
    cai.transfer(bob, 1_000_000e18);
    vm.prank(bob);
    cai.approve(address(staking), 1_000_000e18);
  }

  /// @dev Called before an action whose gas GasSplitTest splits into parts.
  function begin() internal virtual { }

  /// @dev Writes the gas of the last call, as a transaction, to the snapshot.
  function measure(string memory name) internal virtual {
    vm.snapshotGasLastCall(name);
  }

  function measure(string memory name, uint256 gas) internal virtual {
    vm.snapshotValue(name, gas);
  }

  function test_stakers() public {
    vm.startPrank(bob);
    staking.stake(10_000e18);
    measure("stake, first");
    skip(1 hours);
    staking.stake(10_000e18);
    measure("stake, again");
    skip(1 hours);
    staking.vote(id, 5_000e18);
    measure("vote, first");
    skip(1 hours);
    staking.vote(id, 5_000e18);
    measure("vote, again");
    skip(1 hours);
    staking.claim(single(id), bob);
    measure("claim from a node");
    skip(1 hours);
    staking.claim(single(0), bob);
    measure("claim from idle");
    skip(1 hours);
    begin();
    uint256 exitId = staking.unvote(id, 1_000e18);
    measure("unvote");
    uint256 idleExitId = staking.unstake(1_000e18);
    measure("unstake");
    skip(COOL_DOWN);
    staking.withdraw(exitId, bob);
    measure("withdraw");
    staking.restake(idleExitId);
    measure("restake");
  }

  function test_registerWithStakeInOneTransaction() public {
    (address owner,, bytes[] memory calls) = stakeAndRegister("another operator", "{\"name\":\"a miner\"}");
    vm.prank(owner);
    staking.multicall(calls);
    measure("stake with permit and register a miner");
  }

  /// @dev For comparison with a vote: a delegation, and tokens moved to an account that has delegated.
  function test_plainDelegation() public {
    VotesToken votes = new VotesToken();
    votes.transfer(bob, 10_000e18);
    votes.transfer(alice, 10_000e18);
    votes.transfer(carol, 10_000e18);
    vm.prank(alice);
    votes.delegate(alice);
    vm.roll(block.number + 1);
    vm.prank(bob);
    votes.delegate(carol);
    measure("ERC20Votes: delegate, first");
    vm.roll(block.number + 1);
    vm.prank(bob);
    votes.delegate(alice);
    measure("ERC20Votes: delegate to another");
    vm.roll(block.number + 1);
    vm.prank(carol);
    votes.transfer(bob, 1e18);
    measure("ERC20Votes: add to a delegation");
  }

  function test_slash() public {
    vm.prank(carol);
    staking.unvote(id, 500e18);
    skip(1 hours);
    // To a receiver that already holds tokens, as Juries does while a case is open.
    give(dave, 1e18);
    vm.prank(admin);
    staking.slash(id, 100e18, dave);
    measure("slash, node made inactive");
    vote(alice, id, MINER_MINIMUM);
    skip(1 hours);
    vm.prank(admin);
    staking.slash(id, 100e18, dave);
    measure("slash, node stays active");
    // What a slash adds to a court's transaction; only courts can slash.
    Court court = new Court();
    uint64 role = authority.ADMIN_ROLE();
    vm.prank(admin);
    authority.grantRole(role, address(court), 0);
    skip(1 hours);
    begin();
    measure("slash, as a court's call", court.slash(staking, id, 100e18, dave));
  }

  function test_payments() public {
    Payments payments = new Payments(cai, staking, 1 days);
    (address payer, uint256 key) = makeAddrAndKey("payer");
    vm.startPrank(admin);
    payments.setFees(1_000, 5_000);
    cai.approve(address(payments), 1_000e18);
    (address operator,) = makeAddrAndKey("operator");
    payments.deposit(payer, operator, 100e18);
    measure("deposit, first");
    depositMany(payments, 12);
    measure("deposit many, 12 first");
    begin();
    redeem(payments, key, payer, operator, 1e18);
    measure("redeem, first, to an empty wallet");
    begin();
    redeem(payments, key, payer, operator, 2e18);
    measure("redeem, again");
    (address newcomer, uint256 newKey) = makeAddrAndKey("newcomer");
    payments.deposit(newcomer, operator, 100e18);
    begin();
    redeem(payments, newKey, newcomer, operator, 1e18);
    measure("redeem, first of a channel");
    redeemMany(payments, operator, 2);
    measure("redeem many, 2");
    redeemMany(payments, operator, 12);
    measure("redeem many, 12");
    (address[] memory payers, address[] memory payees) = (new address[](1), new address[](1));
    (payers[0], payees[0]) = (payer, operator);
    payments.shareFees(payers, payees);
    measure("share fees");
  }

  function redeem(Payments payments, uint256 key, address payer, address payee, uint256 cumulative) private {
    (Payments.Voucher memory voucher, bytes memory signature) =
      signVoucher(payments, key, payer, payee, cumulative);
    payments.redeem(voucher, signature);
  }

  function depositMany(Payments payments, uint256 count) private {
    (address[] memory payees, uint256[] memory amounts) = (new address[](count), new uint256[](count));
    for (uint256 i = 0; i < count; i++) {
      (payees[i], amounts[i]) = (makeAddr(string(abi.encodePacked("payee", i))), 1e18);
    }
    payments.depositMany(payees, amounts);
  }

  /// @dev From `count` payers who each have paid this payee before.
  function redeemMany(Payments payments, address payee, uint256 count) private {
    Payments.Voucher[] memory vouchers = new Payments.Voucher[](count);
    bytes[] memory signatures = new bytes[](count);
    for (uint256 i = 0; i < count; i++) {
      (address payer, uint256 key) = makeAddrAndKey(string(abi.encodePacked("payer", count, i)));
      payments.deposit(payer, payee, 10e18);
      redeem(payments, key, payer, payee, 1e18);
      (vouchers[i], signatures[i]) = signVoucher(payments, key, payer, payee, 2e18);
    }
    payments.redeemMany(vouchers, signatures);
  }

  function signVoucher(Payments payments, uint256 key, address payer, address payee, uint256 cumulative)
    private
    view
    returns (Payments.Voucher memory voucher, bytes memory signature)
  {
    bytes32 structHash = keccak256(abi.encode(payments.VOUCHER_TYPEHASH(), payer, payee, cumulative));
    bytes32 digest =
      MessageHashUtils.toTypedDataHash(domain("Cuckoo Payments", address(payments)), structHash);
    return (Payments.Voucher({ payer: payer, payee: payee, cumulative: cumulative }), sign(key, digest));
  }
}
