// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { CAI } from "../../src/CAI.sol";
import { Exit } from "../../src/staking/Exits.sol";
import { Node, Role } from "../../src/staking/Node.sol";
import { OpenStaking } from "../doubles/OpenStaking.sol";
import { Witnesses } from "./Witnesses.sol";

/// @dev Every action a user or the authority can take, with arguments that the contract must accept: a revert
/// is a bug. Each action also checks that it takes nothing from those who had no part in it.
contract StakingHandler is Witnesses {
  uint256 internal constant MAX_NODES = 6;

  /// @dev How many past weights are remembered.
  uint256 private constant SAMPLES = 16;

  struct Sample {
    uint256 id;
    uint48 timestamp;
    uint256 weight;
  }

  /// @dev Stakes nothing and so must be due nothing.
  address public immutable bystander = makeAddr("bystander");
  /// @dev Paid in for rewards, minus claimed, in wei.
  uint256 public vault;
  Sample[SAMPLES] private samples;

  constructor(CAI cai_, OpenStaking staking_, address admin_) {
    (cai, staking, open, admin) = (cai_, staking_, staking_, admin_);
    for (uint256 i = 0; i < users.length; i++) {
      users[i] = makeAddr(string(abi.encodePacked("user", i)));
    }
  }

  function stake(uint256 who, uint256 amount) external harmless(user(who)) {
    amount = _bound(amount, 1, 3 * MINER_MINIMUM);
    if (cai.balanceOf(admin) < amount) return;
    giveAndStake(user(who), amount);
  }

  function vote(uint256 who, uint256 which, uint256 amount) external harmless(user(who)) {
    uint256 idle = staking.idleOf(user(who));
    uint256 id = nodeAt(which);
    if (idle == 0 || !takesVotes(id, user(who))) return;
    vm.prank(user(who));
    staking.vote(id, _bound(amount, 1, idle));
  }

  function unvote(uint256 who, uint256 which, uint256 amount, bool all) external harmless(user(who)) {
    uint256 id = nodeAt(which);
    uint256 votes = staking.votesOf(user(who), id);
    if (votes == 0) return;
    vm.prank(user(who));
    staking.unvote(id, all ? type(uint256).max : _bound(amount, 1, votes));
  }

  function moveVote(uint256 who, uint256 which, uint256 whither, uint256 amount)
    external
    harmless(user(who))
  {
    (uint256 from, uint256 to) = (nodeAt(which), nodeAt(whither));
    uint256 votes = staking.votesOf(user(who), from);
    if (votes == 0 || from == to || !takesVotes(to, user(who))) return;
    vm.prank(user(who));
    staking.moveVote(from, to, _bound(amount, 1, votes));
  }

  function unstake(uint256 who, uint256 amount) external harmless(user(who)) {
    uint256 idle = staking.idleOf(user(who));
    if (idle == 0) return;
    vm.prank(user(who));
    staking.unstake(_bound(amount, 1, idle));
  }

  function withdraw(uint256 who, uint256 which) external harmless(user(who)) {
    (Exit memory exit, bool found) = exitAt(who, which);
    if (!found) return;
    uint256 before = cai.balanceOf(user(who));
    vm.prank(user(who));
    try staking.withdraw(exit.id, user(who)) {
      assertGe(block.timestamp, exit.readyAt, "left before the cool-down");
      assertEq(cai.balanceOf(user(who)) - before, exit.amount);
    } catch {
      assertLt(block.timestamp, exit.readyAt, "kept after the cool-down");
    }
  }

  function restake(uint256 who, uint256 which) external harmless(user(who)) {
    (Exit memory exit, bool found) = exitAt(who, which);
    if (!found) return;
    vm.prank(user(who));
    try staking.restake(exit.id) {
      assertTrue(exit.nodeId == 0 || block.timestamp >= exit.readyAt, "escaped from slashes");
    } catch {
      assertLt(block.timestamp, exit.readyAt, "kept after the cool-down");
      assertTrue(exit.nodeId != 0);
    }
  }

  /// @dev Back where it came from at once, with what a slash has left of it.
  function rebond(uint256 who, uint256 which) external harmless(user(who)) {
    (Exit memory exit, bool found) = exitAt(who, which);
    if (!found || exit.nodeId == 0 || staking.node(exit.nodeId).retired) return;
    uint256 votes = staking.votesOf(user(who), exit.nodeId);
    vm.prank(user(who));
    staking.rebond(exit.id);
    assertApproxEqAbs(staking.votesOf(user(who), exit.nodeId), votes + exit.amount, 1);
  }

  function transferNode(uint256 who, uint256 which) external harmless(address(0)) {
    uint256 id = nodeAt(which);
    if (id == 0 || staking.node(id).retired) return;
    vm.prank(staking.node(id).owner);
    staking.offerNode(id, user(who));
    uint256 votes = staking.votesOf(user(who), id);
    if (votes < staking.minimumOf(staking.node(id).role)) return;
    address previous = staking.node(id).owner;
    if (previous == user(who)) return;
    // The owner's part of what a slash takes does not get smaller.
    if (votes < staking.votesOf(previous, id) + staking.leavingOf(previous, id)) return;
    vm.prank(user(who));
    staking.acceptNode(id);
    assertEq(staking.node(id).owner, user(who));
  }

  function claimFrom(uint256 who, uint256 which) external counted {
    uint256 id = _bound(which, 0, staking.nodeCount());
    uint256 due = earned(user(who), id);
    uint256 paid = claim(user(who), id);
    assertEq(paid, due);
    assertEq(earned(user(who), id), 0);
    vault -= paid;
  }

  function compound(uint256 who, uint256 which, uint256 whither) external counted {
    uint256 id = _bound(which, 0, staking.nodeCount());
    uint256 target = takesVotes(nodeAt(whither), user(who)) ? nodeAt(whither) : 0;
    uint256 due = earned(user(who), id);
    uint256 before = target == 0 ? staking.idleOf(user(who)) : staking.votesOf(user(who), target);
    vm.prank(user(who));
    assertEq(staking.compound(single(id), target), due);
    uint256 later = target == 0 ? staking.idleOf(user(who)) : staking.votesOf(user(who), target);
    assertApproxEqAbs(later - before, due, target == 0 ? 0 : 1);
    vault -= due;
  }

  function payFee(uint256 which, uint256 amount) external counted {
    uint256 id = nodeAt(which);
    amount = _bound(amount, 1, staking.node(id).assets / 2_000 + 1);
    if (id == 0 || cai.balanceOf(admin) < amount) return;
    uint256 before = 0;
    uint256 later = 0;
    for (uint256 u = 0; u < users.length; u++) {
      before += earned(users[u], id);
    }
    uint256 supply = cai.totalSupply();
    reward(id, amount);
    for (uint256 u = 0; u < users.length; u++) {
      later += earned(users[u], id);
    }
    assertEq(supply - cai.totalSupply(), amount / 10);
    assertApproxEqAbs(later - before, amount - amount / 10, 10, "a reward was lost");
    vault += amount - amount / 10;
  }

  function applyCommission(uint256 which) external harmless(address(0)) {
    uint256 id = nodeAt(which);
    (, uint48 effectiveAt) = staking.announcedCommission(id);
    if (effectiveAt == 0 || effectiveAt > block.timestamp) return;
    staking.applyCommission(id);
  }

  function register(uint256 who, uint256 bond, uint16 commission) external harmless(user(who)) {
    uint256 nodes = staking.nodeCount();
    if (nodes == MAX_NODES) return;
    // One coordinator among them, so that both totals of weight move.
    Role role = nodes == 2 ? Role.Coordinator : Role.Miner;
    bond = _bound(bond, staking.minimumOf(role), 2 * staking.minimumOf(role));
    if (cai.balanceOf(admin) < bond) return;
    registerNode(user(who), string(abi.encodePacked("operator", nodes)), role, commission % 5_001, bond);
  }

  function setCommission(uint256 which, uint16 commission) external harmless(address(0)) {
    uint256 id = nodeAt(which);
    if (id == 0 || staking.node(id).retired) return;
    vm.prank(staking.node(id).owner);
    staking.setCommission(id, commission % 5_001);
  }

  function retire(uint256 which, uint256 dice) external harmless(address(0)) {
    uint256 id = nodeAt(which);
    if (id == 0 || dice % 8 != 0 || staking.node(id).retired) return;
    vm.prank(staking.node(id).owner);
    staking.retire(id);
  }

  function slash(uint256 which, uint256 amount, uint256 dice) external counted {
    uint256 id = nodeAt(which);
    if (id == 0) return;
    uint256 there = staking.node(id).assets + staking.unbondingOf(id);
    // Usually a part, sometimes more than there is.
    amount = _bound(amount, 1, dice % 8 == 0 ? 2 * there + 1 : there / 4 + 1);
    uint256 before = cai.balanceOf(admin);
    uint256[4] memory due;
    for (uint256 u = 0; u < users.length; u++) {
      due[u] = earned(users[u], id);
    }
    vm.prank(admin);
    uint256 taken = staking.slash(id, amount, admin);
    for (uint256 u = 0; u < users.length; u++) {
      assertApproxEqAbs(earned(users[u], id), due[u], 2, "rewards were slashed");
    }
    assertEq(cai.balanceOf(admin) - before, taken);
    assertEq(taken, amount < there ? amount : there);
  }

  function restore(uint256 which, uint256 amount) external counted {
    uint256 id = nodeAt(which);
    if (id == 0) return;
    uint256 there = staking.node(id).assets + staking.unbondingOf(id);
    amount = _bound(amount, 1, there / 4 + 1);
    if (there == 0 || cai.balanceOf(admin) < amount) return;
    vm.startPrank(admin);
    cai.approve(address(staking), amount);
    staking.restore(id, amount);
    vm.stopPrank();
    assertEq(staking.node(id).assets + staking.unbondingOf(id), there + amount);
  }

  function jail(uint256 which, uint256 term) external harmless(address(0)) {
    uint256 id = nodeAt(which);
    if (id == 0) return;
    vm.prank(admin);
    staking.jail(id, uint64(block.timestamp + _bound(term, 1, 3 days)));
  }

  function unjail(uint256 which) external harmless(address(0)) {
    uint256 id = nodeAt(which);
    uint256 until = staking.node(id).jailedUntil;
    if (until == 0 || until > block.timestamp) return;
    staking.unjail(id);
  }

  /// @dev Those that have paid for this second too go on.
  function lapse() external harmless(address(0)) {
    for (uint256 id = 1; id <= staking.nodeCount(); id++) {
      uint256 until = staking.node(id).workingUntil;
      staking.lapse(single(id));
      assertEq(staking.node(id).workingUntil, until > block.timestamp ? until : 0);
    }
  }

  function fundMore(uint256 amount, uint256 duration) external harmless(address(0)) {
    duration = _bound(duration, 1, 30 days);
    amount = _bound(amount, duration, 1_000_000e18);
    uint256 end = staking.emissionEnd();
    uint256 left = end > block.timestamp ? (end - block.timestamp) * staking.emissionRate() : 0;
    if (cai.balanceOf(admin) < amount || (left + amount) / duration > type(uint64).max) return;
    uint256 before = cai.balanceOf(address(staking));
    fund(amount, duration);
    vault += cai.balanceOf(address(staking)) - before;
  }

  /// @dev The weight at the end of a second stays on record, whatever happens later.
  function pass(uint256 duration, uint256 which) external {
    uint256 id = nodeAt(which);
    uint48 now_ = uint48(block.timestamp);
    uint256 weight = staking.weightOf(id);
    skip(_bound(duration, 1, 4 days));
    if (id == 0) return;
    samples[which % SAMPLES] = Sample({ id: id, timestamp: now_, weight: weight });
    Sample memory sample = samples[(which >> 128) % SAMPLES];
    if (sample.timestamp != 0) assertEq(staking.weightAt(sample.id, sample.timestamp), sample.weight);
  }

  function user(uint256 who) private view returns (address) {
    return users[who % users.length];
  }

  function takesVotes(uint256 id, address voter) private view returns (bool) {
    Node memory node = staking.node(id);
    return id != 0 && !node.retired && node.jailedUntil == 0 && (node.active || node.owner == voter);
  }

  /// @dev 0 while there is no node.
  function nodeAt(uint256 which) private view returns (uint256) {
    uint256 nodes = staking.nodeCount();
    return nodes == 0 ? 0 : 1 + which % nodes;
  }

  function exitAt(uint256 who, uint256 which) private view returns (Exit memory exit, bool found) {
    Exit[] memory exits = staking.exitsOf(user(who));
    if (exits.length == 0) return (exit, false);
    return (exits[which % exits.length], true);
  }
}
