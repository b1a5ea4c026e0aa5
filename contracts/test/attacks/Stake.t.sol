// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Operators } from "../../src/Operators.sol";
import { Staking } from "../../src/Staking.sol";
import { Exits } from "../../src/staking/Exits.sol";
import { Node, Role } from "../../src/staking/Node.sol";
import { Fixture } from "../Fixture.sol";
import { HostileToken } from "../doubles/HostileToken.sol";

/// @dev Named attacks on stake; those on signatures, payments and courts are in the files beside this one.
contract StakeAttacksTest is Fixture {
  address private mallory = makeAddr("mallory");
  uint256 private id;

  function setUp() public override {
    super.setUp();
    id = registerMiner(alice);
  }

  /// @dev The pool is all but emptied, so that a returning voter is its first; a donation adds to nobody's share.
  function testFuzz_firstDepositorInflation(uint256 dust, uint256 donation, uint256 amount) public {
    dust = _bound(dust, 1, 1e6);
    donation = _bound(donation, 1, 100_000_000e18);
    amount = _bound(amount, 1, 1_000_000e18);
    vote(mallory, id, dust);
    vote(bob, id, amount);
    vm.prank(bob);
    uint256 exitId = staking.unvote(id, amount);
    vm.prank(alice);
    staking.unvote(id, MINER_MINIMUM);
    vm.prank(admin);
    cai.transfer(address(staking), donation);
    vm.prank(bob);
    staking.rebond(exitId);
    assertEq(staking.votesOf(bob, id), amount);
    assertEq(staking.votesOf(mallory, id), dust);
  }

  function testFuzz_dustStakesDoNotGriefASlash(uint256 voters) public {
    voters = _bound(voters, 1, 20);
    for (uint256 i = 0; i < voters; i++) {
      vote(makeAddr(string.concat("dust", vm.toString(i))), id, 1);
    }
    uint256 there = MINER_MINIMUM + voters;
    vm.prank(admin);
    uint256 gas = gasleft();
    assertEq(staking.slash(id, there / 2, bob), there / 2);
    assertLt(gas - gasleft(), 200_000);
    assertEq(staking.node(id).assets, there - there / 2);
  }

  /// @dev Everything in one block: stake brought in for a reward earns no emission and is locked for the
  /// cool-down.
  function test_flashStakeAroundAReward() public {
    giveAndStake(bob, 100e18);
    fund(1e18 * 1 days, 1 days);
    skip(1 days);
    uint256 due = earned(alice, id) + earned(bob, 0);
    vote(mallory, id, 10_000_000e18);
    assertEq(claim(mallory, id), 0);
    vm.prank(mallory);
    uint256 exitId = staking.unvote(id, 10_000_000e18);
    vm.prank(mallory);
    vm.expectRevert(abi.encodeWithSelector(Exits.ExitNotReady.selector, exitId, block.timestamp + COOL_DOWN));
    staking.withdraw(exitId, mallory);
    assertEq(earned(alice, id) + earned(bob, 0), due);
  }

  /// @dev Weight that comes and goes within one second leaves no trace in the history.
  function test_flashStakeAroundASnapshot() public {
    vote(mallory, id, 10_000_000e18);
    vm.prank(mallory);
    staking.unvote(id, 10_000_000e18);
    skip(1);
    assertEq(staking.weightAt(id, uint48(block.timestamp - 1)), MINER_MINIMUM);
  }

  function test_frontRunningASlashByLeaving() public {
    uint256 other = registerNode(carol, "other", Role.Miner, 0, MINER_MINIMUM);
    vote(bob, id, 20_000e18);
    vm.startPrank(bob);
    staking.unvote(id, 10_000e18);
    staking.moveVote(id, other, 10_000e18);
    vm.stopPrank();
    (address next, uint256 key) = makeAddrAndKey("next operator");
    bytes memory consent = signConsent(key, alice, Role.Miner, next, block.timestamp);
    vm.startPrank(alice);
    staking.rotateOperator(id, next, block.timestamp, consent);
    staking.unvote(id, MINER_MINIMUM);
    staking.retire(id);
    vm.stopPrank();
    vm.prank(admin);
    assertEq(staking.slash(id, 20_000e18, admin), 20_000e18);
    assertApproxEqAbs(staking.exitsOf(alice)[0].amount, 10_000e18, 3);
    assertApproxEqAbs(staking.exitsOf(bob)[0].amount, 5_000e18, 3);
    assertApproxEqAbs(staking.exitsOf(bob)[1].amount, 5_000e18, 3);
    assertEq(staking.node(other).assets, MINER_MINIMUM);
  }

  /// @dev The highest commission, applied as soon as its notice is over: voters keep what they have earned,
  /// and have the whole notice to leave in.
  function test_rewardTheftByCommissionChange() public {
    vote(bob, id, MINER_MINIMUM);
    fund(1e18 * 30 days, 30 days);
    skip(1 days);
    uint256 due = earned(bob, id);
    vm.prank(alice);
    staking.setCommission(id, 5_000);
    assertEq(earned(bob, id), due);
    skip(COOL_DOWN);
    uint256 duringNotice = earned(bob, id);
    assertApproxEqAbs(duringNotice, due * 8, 10);
    vm.prank(bob);
    staking.unvote(id, MINER_MINIMUM);
    staking.applyCommission(id);
    assertEq(earned(bob, id), duringNotice);
  }

  /// @dev A consent names its owner: whoever sees it in the mempool cannot use it.
  function test_consentFrontRunningAtRegistration() public {
    (address operator, uint256 key) = makeAddrAndKey("fresh operator");
    giveAndStake(bob, MINER_MINIMUM);
    giveAndStake(mallory, MINER_MINIMUM);
    bytes memory consent = signConsent(key, bob, Role.Miner, operator, block.timestamp);
    vm.prank(mallory);
    vm.expectRevert(abi.encodeWithSelector(Operators.InvalidConsent.selector, operator));
    staking.register(Role.Miner, operator, 0, MINER_MINIMUM, "", block.timestamp, consent);
    vm.prank(bob);
    staking.register(Role.Miner, operator, 0, MINER_MINIMUM, "", block.timestamp, consent);
  }

  function test_reentrancyByTheToken() public {
    HostileToken token = new HostileToken();
    Staking own = new Staking(token, address(authority), MINER_MINIMUM, COORDINATOR_MINIMUM, COOL_DOWN);
    token.transfer(address(own), 500e18);
    token.approve(address(own), type(uint256).max);
    own.stake(100e18);
    uint256 exitId = own.unstake(100e18);
    skip(COOL_DOWN);
    token.callBack(address(own), abi.encodeCall(own.withdraw, (exitId, address(this))));
    uint256 before = token.balanceOf(address(this));
    own.withdraw(exitId, address(this));
    assertFalse(token.reentered());
    assertEq(token.balanceOf(address(this)) - before, 100e18);
    assertEq(own.totalAssets(), 0);
  }

  function test_aTokenThatReturnsFalse() public {
    HostileToken token = new HostileToken();
    Staking own = new Staking(token, address(authority), MINER_MINIMUM, COORDINATOR_MINIMUM, COOL_DOWN);
    token.approve(address(own), type(uint256).max);
    own.stake(100e18);
    uint256 exitId = own.unstake(40e18);
    skip(COOL_DOWN);
    token.refuse();
    bytes memory refusal = abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(token));
    vm.expectRevert(refusal);
    own.stake(1);
    vm.expectRevert(refusal);
    own.withdraw(exitId, address(this));
    assertEq(own.totalAssets(), 100e18);
    assertEq(own.exitsOf(address(this)).length, 1);
  }

  /// @dev No action reads nodes other than its own, and the roster is paged.
  function test_aRosterOfThousands() public {
    Node memory node;
    uint256 before = gasOfAVote();
    // Writes one registered node into the role's list thousands of times; only the list is longer.
    bytes32 list = keccak256(abi.encode(uint256(Role.Miner), rosterSlot()));
    vm.store(address(staking), list, bytes32(uint256(10_000)));
    for (uint256 i = 1; i < 10_000; i++) {
      vm.store(address(staking), bytes32(uint256(keccak256(abi.encode(list))) + i), bytes32(id));
    }
    assertLe(gasOfAVote(), before);
    uint256 cursor = 0;
    uint256 seen = 0;
    do {
      Node[] memory page;
      (page, cursor) = staking.roster(Role.Miner, cursor, 500);
      seen += page.length;
      node = page[0];
    } while (cursor != 0);
    assertEq(seen, 10_000);
    assertEq(node.id, id);
  }

  function gasOfAVote() private returns (uint256 gas) {
    giveAndStake(bob, 1e18);
    vm.prank(bob);
    gas = gasleft();
    staking.vote(id, 1e18);
    gas -= gasleft();
  }

  /// @dev The storage slot of the roles' lists, found by the miners' list having a length of one.
  function rosterSlot() private view returns (uint256 slot) {
    while (
      vm.load(address(staking), keccak256(abi.encode(uint256(Role.Miner), slot))) != bytes32(uint256(1))
    ) {
      slot++;
    }
  }
}
