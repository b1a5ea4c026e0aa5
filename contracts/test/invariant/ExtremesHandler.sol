// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { CAI } from "../../src/CAI.sol";
import { Node, Role } from "../../src/staking/Node.sol";
import { OpenStaking } from "../doubles/OpenStaking.sol";
import { ExtremesExit } from "./ExtremesExit.sol";
import { logUniform } from "./logUniform.sol";

/// @dev Actions of users and authority with amounts from one wei to 2^90 and times from a second to five years, which
/// the contract must accept: a revert is a bug.
contract ExtremesHandler is ExtremesExit {
  uint256 private constant LONGEST = 5 * 365 days;
  /// @dev More than a node's slash takes in practice; at more than four fifths, giving back could not be held.
  uint256 private constant CAP_BPS = 8_000;

  /// @dev What was slashed from a node and may be given back, and what a slash could reach just after it.
  struct Held {
    uint256 amount;
    uint256 within;
  }

  mapping(uint256 nodeId => Held) private held;

  constructor(CAI cai_, OpenStaking staking_, address admin_) {
    (cai, staking, open, admin) = (cai_, staking_, staking_, admin_);
    for (uint256 i = 0; i < users.length; i++) {
      users[i] = makeAddr(string(abi.encodePacked("user", i)));
      // The last owns less than the least bond.
      deal(address(cai), users[i], i == users.length - 1 ? 1e9 : 2 ** 90, true);
      vm.prank(users[i]);
      cai.approve(address(staking), type(uint256).max);
    }
    deal(address(cai), admin, 2 ** 90, true);
    vm.prank(admin);
    cai.approve(address(staking), type(uint256).max);
  }

  /// @dev Registers this many nodes of the first user's, in each of which the second and the last have votes. Every
  /// third is cheap.
  function openNodes(uint256 count) external {
    for (uint256 i = 0; i < count; i++) {
      uint256 word = uint256(keccak256(abi.encode("node", i)));
      uint256 id = newNode(users[0], i % 8 == 7 ? Role.Coordinator : Role.Miner, word, 2 ** 80);
      for (uint256 u = 1; u < users.length; u += users.length - 2) {
        word = uint256(keccak256(abi.encode(word)));
        uint256 amount = logUniform(word, cai.balanceOf(users[u]) / (count - i + 1));
        vm.startPrank(users[u]);
        staking.stake(amount);
        staking.vote(id, amount);
        vm.stopPrank();
        touch(id);
      }
      if (i % 3 == 1) cheapen(id);
    }
    if (count < 2) return;
    // Among the most shares that there can be.
    vm.startPrank(users[1]);
    staking.stake(cai.balanceOf(users[1]));
    staking.vote(2, staking.idleOf(users[1]));
    vm.stopPrank();
    touch(2);
  }

  /// @dev Leaves a share of the node's two pools about 1/25 of its first price. At 1/100, the node would be retired. Its
  /// owner then bonds anew.
  function cheapen(uint256 id) private {
    vm.startPrank(users[1]);
    staking.unvote(id, Math.ceilDiv(staking.votesOf(users[1], id), 2));
    vm.stopPrank();
    for (uint256 i = 0; i < 2; i++) {
      uint256 amount = within(id) * CAP_BPS / 10_000;
      vm.prank(admin);
      staking.slash(id, amount, admin);
    }
    uint256 bond = staking.minimumOf(staking.node(id).role);
    vm.startPrank(users[0]);
    staking.stake(bond);
    staking.vote(id, bond);
    vm.stopPrank();
    touch(id);
  }

  function stake(uint256 who, uint256 amount) external by(user(who)) {
    uint256 most = cai.balanceOf(user(who));
    if (most != 0 && !staking.entryPaused()) staking.stake(logUniform(amount, most));
    touch(0);
  }

  function vote(uint256 who, uint256 which, uint256 amount) external by(user(who)) {
    (uint256 id, uint256 idle) = (nodeAt(which), staking.idleOf(user(who)));
    if (idle == 0 || !takesVotes(id, user(who))) return;
    staking.vote(id, logUniform(amount, idle));
    touch(id);
  }

  function unvote(uint256 who, uint256 which, uint256 amount) external by(user(who)) {
    uint256 id = nodeAt(which);
    uint256 votes = staking.votesOf(user(who), id);
    if (votes == 0) return;
    staking.unvote(id, logUniform(amount, votes));
    touch(id);
  }

  function moveVote(uint256 who, uint256 which, uint256 whither, uint256 amount) external by(user(who)) {
    (uint256 from, uint256 to) = (nodeAt(which), nodeAt(whither));
    uint256 votes = staking.votesOf(user(who), from);
    if (votes == 0 || from == to || !takesVotes(to, user(who))) return;
    staking.moveVote(from, to, logUniform(amount, votes));
    touch(from);
  }

  function unstake(uint256 who, uint256 amount) external by(user(who)) {
    uint256 idle = staking.idleOf(user(who));
    if (idle == 0) return;
    staking.unstake(logUniform(amount, idle));
    touch(0);
  }

  function withdraw(uint256 who, uint256 which) external by(user(who)) {
    (uint256 exitId, uint256 from, uint256 readyAt) = exitAt(user(who), which);
    if (exitId == 0 || block.timestamp < readyAt) return;
    staking.withdraw(exitId, user(who));
    touch(from);
  }

  function restake(uint256 who, uint256 which) external by(user(who)) {
    (uint256 exitId, uint256 from, uint256 readyAt) = exitAt(user(who), which);
    if (exitId == 0 || (from != 0 && block.timestamp < readyAt)) return;
    staking.restake(exitId);
    touch(uint24(exitId));
  }

  function rebond(uint256 who, uint256 which) external by(user(who)) {
    (uint256 exitId, uint256 from,) = exitAt(user(who), which);
    if (from == 0 || staking.node(from).retired || staking.entryPaused()) return;
    staking.rebond(exitId);
    touch(from);
  }

  function claimFrom(uint256 who, uint256 which) external by(user(who)) {
    uint256 id = which % (staking.nodeCount() + 1);
    staking.claim(single(id), user(who));
    touch(id);
  }

  function compound(uint256 who, uint256 which, uint256 whither) external by(user(who)) {
    if (staking.entryPaused()) return;
    uint256 id = which % (staking.nodeCount() + 1);
    uint256 target = takesVotes(nodeAt(whither), user(who)) ? nodeAt(whither) : 0;
    staking.compound(single(id), target);
    touch(id);
    touch(target);
  }

  function register(uint256 who, uint256 bond, bool coordinates) external {
    if (staking.nodeCount() == 320 || staking.entryPaused()) return;
    Role role = coordinates ? Role.Coordinator : Role.Miner;
    uint256 most = cai.balanceOf(user(who));
    if (most >= staking.minimumOf(role)) newNode(user(who), role, bond, most);
  }

  function transferNode(uint256 who, uint256 which) external {
    (uint256 id, address heir) = (nodeAt(which), user(who));
    Node memory node = staking.node(id);
    uint256 votes = staking.votesOf(heir, id);
    if (id == 0 || node.retired || node.owner == heir) return;
    if (votes < staking.minimumOf(node.role)) return;
    if (votes < node.selfBond + staking.leavingOf(node.owner, id)) return;
    vm.prank(node.owner);
    staking.offerNode(id, heir);
    vm.prank(heir);
    staking.acceptNode(id);
    touch(id);
  }

  function setCommission(uint256 which, uint16 commission) external by(staking.node(nodeAt(which)).owner) {
    uint256 id = nodeAt(which);
    if (id == 0 || staking.node(id).retired) return;
    staking.setCommission(id, commission % 5_001);
    touch(id);
  }

  function applyCommission(uint256 which) external {
    uint256 id = nodeAt(which);
    (, uint48 effectiveAt) = staking.announcedCommission(id);
    if (effectiveAt == 0 || block.timestamp < effectiveAt) return;
    staking.applyCommission(id);
    touch(id);
  }

  function retire(uint256 which, uint256 dice) external by(staking.node(nodeAt(which)).owner) {
    uint256 id = nodeAt(which);
    if (id == 0 || dice % 16 != 0 || staking.node(id).retired) return;
    staking.retire(id);
    touch(id);
  }

  function payFees(uint256 which, uint256 amount) external by(admin) {
    (uint256 id, uint256 most) = (nodeAt(which), cai.balanceOf(admin));
    if (id == 0 || most == 0) return;
    staking.reward(id, logUniform(amount, most));
    touch(id);
  }

  function fundMore(uint256 amount, uint256 duration) external by(admin) {
    duration = logUniform(duration, LONGEST);
    uint256 most = cai.balanceOf(admin);
    if (most < duration) return;
    amount = duration + logUniform(amount, most - duration + 1) - 1;
    if ((promised() + amount) / duration > type(uint64).max) return;
    staking.fund(amount, duration);
    touch(0);
  }

  /// @dev A slash of everything is never given back.
  function slash(uint256 which, uint256 amount, uint256 dice) external by(admin) {
    uint256 id = nodeAt(which);
    uint256 there = within(id);
    if (there == 0) return;
    uint256 most = dice % 16 == 0 ? 2 * there : Math.max(1, there * CAP_BPS / 10_000);
    uint256 taken = staking.slash(id, dice % 4 == 1 ? most : logUniform(amount, most), admin);
    if (taken * 10_000 > there * CAP_BPS) delete held[id];
    else held[id] = Held({ amount: held[id].amount + taken, within: there - taken });
    touch(id);
  }

  /// @dev At most what the losers that are still there have lost.
  function restore(uint256 which, uint256 amount) external by(admin) {
    uint256 id = nodeAt(which);
    (Held memory hold, uint256 there) = (held[id], within(id));
    if (there < hold.within) hold.amount = hold.amount * there / hold.within;
    uint256 most = Math.min(hold.amount, cai.balanceOf(admin));
    if (there == 0 || most == 0) return;
    amount = logUniform(amount, most);
    staking.restore(id, amount);
    held[id] = Held({ amount: hold.amount - amount, within: there + amount });
    touch(id);
  }

  function jail(uint256 which, uint256 term) external by(admin) {
    uint256 id = nodeAt(which);
    if (id == 0) return;
    staking.jail(id, uint64(block.timestamp + logUniform(term, LONGEST)));
    touch(id);
  }

  function unjail(uint256 which) external {
    uint256 id = nodeAt(which);
    uint256 until = staking.node(id).jailedUntil;
    if (until == 0 || block.timestamp < until) return;
    staking.unjail(id);
    touch(id);
  }

  function pauseEntry(uint256 dice) external by(admin) {
    staking.pauseEntry(dice % 8 == 0);
  }

  function pass(uint256 duration) external {
    skip(logUniform(duration, LONGEST));
  }

  function newNode(address owner, Role role, uint256 bond, uint256 most) private returns (uint256 id) {
    uint256 minimum = staking.minimumOf(role);
    bond = minimum - 1 + logUniform(bond, most - minimum + 1);
    string memory name = string(abi.encodePacked("operator", staking.nodeCount()));
    (address operator, uint256 key) = makeAddrAndKey(name);
    bytes memory consent = signConsent(key, owner, role, operator, block.timestamp);
    vm.startPrank(owner);
    staking.stake(bond);
    id = staking.register(role, operator, uint16(bond % 5_001), bond, "", block.timestamp, consent);
    vm.stopPrank();
    touch(id);
  }

  function takesVotes(uint256 id, address voter) private view returns (bool) {
    Node memory node = staking.node(id);
    bool isOpen = id != 0 && !staking.entryPaused() && !node.retired && node.jailedUntil == 0;
    return isOpen && (node.active || node.owner == voter);
  }

  function within(uint256 id) private view returns (uint256) {
    return id == 0 ? 0 : staking.node(id).assets + staking.unbondingOf(id);
  }

  function user(uint256 who) private view returns (address) {
    return users[who % users.length];
  }

  /// @dev Half the time one of three, so that actions meet; 0 while there is no node.
  function nodeAt(uint256 which) private view returns (uint256) {
    uint256 nodes = staking.nodeCount();
    if (which % 2 == 0) nodes = Math.min(nodes, 3);
    return nodes == 0 ? 0 : 1 + (which >> 1) % nodes;
  }
}
