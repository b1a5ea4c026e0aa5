// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { CAI } from "../../src/CAI.sol";
import { Slasher } from "../../src/Slasher.sol";
import { Exit } from "../../src/staking/Exits.sol";
import { Node, Role } from "../../src/staking/Node.sol";
import { Fixture } from "../Fixture.sol";

/// @dev Two courts convict and fine three nodes, the guardian gives back, anybody burns; meanwhile their holders come,
/// leave, return, hand nodes on and rotate keys.
contract SlasherHandler is Fixture {
  uint256 public constant NODES = 3;
  uint256 public constant USERS = 4;
  uint256 private constant PARTS = 8;

  /// @dev A loss by a slash, less what was given back of it.
  struct Loss {
    uint256 timestamp;
    uint256 amount;
  }

  Slasher private slasher;
  address private guardian;
  address[2] private courts;
  address[USERS] public users;
  /// @dev Tokens that the slasher must hold: what was convicted, less what was paid, given back or burned.
  uint256 public held;
  /// @dev By node and user: lost by convictions that are held, and got back of that.
  mapping(uint256 nodeId => mapping(address user => uint256)) private lost;
  mapping(uint256 nodeId => mapping(address user => uint256)) private regained;
  mapping(uint256 nodeId => Loss[]) private losses;
  /// @dev The end of the term in jail before the convictions that are held.
  mapping(uint256 nodeId => uint256) private jailedBefore;
  uint256 private evidence;

  constructor(CAI cai_, Slasher slasher_, address admin_, address guardian_, address[2] memory courts_) {
    (cai, slasher, staking, admin, guardian) = (cai_, slasher_, slasher_.staking(), admin_, guardian_);
    courts = courts_;
    for (uint256 i = 0; i < USERS; i++) {
      users[i] = makeAddr(string.concat("user", vm.toString(i)));
    }
  }

  /// @dev The first user owns the first node, and so on; the last has votes in the first alone.
  function begin() external {
    for (uint256 i = 0; i < NODES; i++) {
      string memory name = string.concat("operator", vm.toString(i));
      registerNode(users[i], name, Role.Miner, 0, (i + 1) * MINER_MINIMUM);
    }
    vote(users[3], 1, 3 * MINER_MINIMUM);
  }

  function join(uint256 who, uint256 which, uint256 amount) external {
    Node memory node = staking.node(nodeAt(which));
    bool takes = node.active || (node.owner == userAt(who) && node.jailedUntil == 0 && !node.retired);
    if (takes) vote(userAt(who), node.id, _bound(amount, 1, 2 * MINER_MINIMUM));
  }

  function stepOut(uint256 who, uint256 which, uint256 amount) external {
    uint256 votes = staking.votesOf(userAt(who), nodeAt(which));
    if (votes == 0) return;
    vm.prank(userAt(who));
    staking.unvote(nodeAt(which), amount % 4 == 0 ? type(uint256).max : _bound(amount, 1, votes));
  }

  function rebond(uint256 who, uint256 which) external {
    Exit[] memory exits = staking.exitsOf(userAt(who));
    if (exits.length == 0) return;
    Exit memory exit = exits[which % exits.length];
    if (staking.node(exit.nodeId).retired) return;
    vm.prank(userAt(who));
    staking.rebond(exit.id);
  }

  function withdraw(uint256 who, uint256 which) external {
    Exit[] memory exits = staking.exitsOf(userAt(who));
    if (exits.length == 0 || exits[which % exits.length].readyAt > block.timestamp) return;
    vm.prank(userAt(who));
    staking.withdraw(exits[which % exits.length].id, userAt(who));
  }

  function handOn(uint256 who, uint256 which) external {
    Node memory node = staking.node(nodeAt(which));
    if (node.retired) return;
    vm.prank(node.owner);
    staking.offerNode(node.id, userAt(who));
    uint256 before = staking.votesOf(node.owner, node.id) + staking.leavingOf(node.owner, node.id);
    uint256 votes = staking.votesOf(userAt(who), node.id);
    vm.prank(userAt(who));
    try staking.acceptNode(node.id) {
      assertGe(votes, before, "the owner's loss got smaller");
    } catch {
      assertTrue(votes < before || votes < MINER_MINIMUM || node.owner == userAt(who));
    }
  }

  function rotate(uint256 which) external {
    Node memory node = staking.node(nodeAt(which));
    if (node.retired) return;
    (address next, uint256 key) = makeAddrAndKey(string.concat("key", vm.toString(++evidence)));
    bytes memory consent = signConsent(key, node.owner, Role.Miner, next, block.timestamp);
    vm.prank(node.owner);
    staking.rotateOperator(node.id, next, block.timestamp, consent);
  }

  function convict(uint256 which, uint256 court, uint256 bps, uint256 paidBps) external {
    uint256 id = nodeAt(which);
    uint256[USERS] memory before = stakesOf(id);
    (, uint256 until) = slasher.heldOf(id);
    if (until == 0 || block.timestamp >= until) forget(id);
    uint256 jailedUntil = staking.node(id).jailedUntil;
    if (until == 0 || block.timestamp >= until) jailedBefore[id] = jailedUntil;
    uint256 supply = cai.totalSupply();
    uint256 within = withinOf(id);
    vm.prank(courts[court % 2]);
    (uint256 taken, uint256 paid) =
      slasher.convict(id, uint16(bps % 10_001), bytes32(++evidence), uint16(paidBps % 5_001));
    count(id, within, taken);
    held = held + taken - paid - (supply - cai.totalSupply());
    discard(id, courts[court % 2], paid, paid == 0 ? 0 : paidBps % (2 * paid));
    for (uint256 u = 0; u < USERS; u++) {
      lost[id][users[u]] += before[u] - stakeOf(users[u], id);
    }
    Node memory node = staking.node(id);
    uint256 end = block.timestamp + COOL_DOWN;
    assertEq(node.jailedUntil, jailedUntil > end ? jailedUntil : end);
    assertEq(node.weight, 0);
  }

  /// @dev A court pays to nobody a part of what a conviction paid it, or all, and now and then something beside it.
  function discard(uint256 id, address court, uint256 paid, uint256 amount) private {
    if (amount > paid) give(court, amount - paid);
    uint256 supply = cai.totalSupply();
    vm.startPrank(court);
    cai.approve(address(slasher), amount);
    slasher.discard(id, amount, paid);
    vm.stopPrank();
    uint256 onHold = amount < paid ? amount : paid;
    assertEq(supply - cai.totalSupply(), amount - onHold);
    held += onHold;
  }

  function fine(uint256 which, uint256 court, uint256 amount) external {
    uint256 id = nodeAt(which);
    uint256 within = withinOf(id);
    (uint256 supply, uint256 jailedUntil) = (cai.totalSupply(), staking.node(id).jailedUntil);
    vm.prank(courts[court % 2]);
    (uint256 taken, uint256 paid) = slasher.fine(id, _bound(amount, 0, 100e18), bytes32(++evidence), 1_000);
    count(id, within, taken);
    held -= supply - cai.totalSupply() - (taken - paid);
    assertEq(staking.node(id).jailedUntil, jailedUntil);
  }

  function giveBack(uint256 which, uint256 amount) external {
    uint256 id = nodeAt(which);
    (uint256 most, uint256 until) = slasher.heldOf(id);
    if (block.timestamp >= until || (most != 0 && withinOf(id) == 0)) return;
    bool undo = amount % 3 == 0 || most == 0;
    amount = undo ? _bound(amount, most, type(uint256).max) : _bound(amount, 1, 2 * most);
    uint256[USERS] memory before = stakesOf(id);
    (uint256 supply, uint256 within) = (cai.totalSupply(), withinOf(id));
    vm.prank(guardian);
    slasher.giveBack(id, amount, undo ? until : 0);
    if (amount > most) amount = most;
    assertEq(withinOf(id), within + amount);
    held -= amount + supply - cai.totalSupply();
    uncount(id, amount);
    for (uint256 u = 0; u < USERS; u++) {
      regained[id][users[u]] += stakeOf(users[u], id) - before[u];
      assertLe(regained[id][users[u]], lost[id][users[u]] + 100, "got back more than it lost");
    }
    if (!undo) return;
    forget(id);
    uint256 earlier = jailedBefore[id];
    assertEq(staking.node(id).jailedUntil, earlier > block.timestamp ? earlier : block.timestamp + 1);
  }

  function burn(uint256 which) external {
    uint256 supply = cai.totalSupply();
    try slasher.burn(nodeAt(which)) {
      held -= supply - cai.totalSupply();
      (, uint256 until) = slasher.heldOf(nodeAt(which));
      assertEq(until, 0);
    } catch { }
  }

  function unjail(uint256 which) external {
    uint256 until = staking.node(nodeAt(which)).jailedUntil;
    if (until != 0 && until <= block.timestamp) staking.unjail(nodeAt(which));
  }

  function pass(uint256 duration) external {
    skip(_bound(duration, 1, 3 days));
  }

  /// @dev What a node lost in the last cool-down is within the cap: that of what a slash could reach before them all.
  function count(uint256 id, uint256 within, uint256 taken) private {
    (uint256 recent, uint256 longer) = (taken, 0);
    for (uint256 i = 0; i < losses[id].length; i++) {
      Loss memory loss = losses[id][i];
      if (loss.timestamp + COOL_DOWN > block.timestamp) recent += loss.amount;
      if (loss.timestamp + COOL_DOWN + COOL_DOWN / PARTS + 1 > block.timestamp) longer += loss.amount;
    }
    if (taken != 0) assertLe(recent, (within + longer) * slasher.capBps() / 10_000, "above the cap");
    losses[id].push(Loss(block.timestamp, taken));
  }

  function uncount(uint256 id, uint256 amount) private {
    for (uint256 i = losses[id].length; i > 0 && amount != 0; i--) {
      uint256 off = losses[id][i - 1].amount < amount ? losses[id][i - 1].amount : amount;
      losses[id][i - 1].amount -= off;
      amount -= off;
    }
  }

  /// @dev A hold has ended: what it was for cannot come back.
  function forget(uint256 id) private {
    for (uint256 u = 0; u < USERS; u++) {
      (lost[id][users[u]], regained[id][users[u]]) = (0, 0);
    }
  }

  function withinOf(uint256 id) private view returns (uint256) {
    return staking.node(id).assets + staking.unbondingOf(id);
  }

  function stakeOf(address user, uint256 id) private view returns (uint256) {
    return staking.votesOf(user, id) + staking.leavingOf(user, id);
  }

  function stakesOf(uint256 id) private view returns (uint256[USERS] memory stakes) {
    for (uint256 u = 0; u < USERS; u++) {
      stakes[u] = stakeOf(users[u], id);
    }
  }

  function userAt(uint256 who) private view returns (address) {
    return users[who % USERS];
  }

  function nodeAt(uint256 which) private pure returns (uint256) {
    return 1 + which % NODES;
  }
}
