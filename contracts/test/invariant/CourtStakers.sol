// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Exit } from "../../src/staking/Exits.sol";
import { Node } from "../../src/staking/Node.sol";
import { JuriesFixture } from "../juries/JuriesFixture.sol";

/// @dev The stakers whom the courts judge: they join, leave and wait while cases run. Counts what comes in
/// and goes out, so that nothing but a slash can be missing.
abstract contract CourtStakers is JuriesFixture {
  uint256 internal constant FIRST_MINER = 2;
  uint256 internal constant LAST_MINER = 19;
  uint256 private constant EXITS = 8;

  /// @dev Staked, and neither withdrawn nor slashed so far.
  uint256 public staked;
  /// @dev The private keys of the nodes' operators.
  mapping(uint256 nodeId => uint256) internal keys;

  function setUp() public virtual override {
    super.setUp();
    for (uint256 i = 0; i < 5; i++) {
      keep(string.concat("miner", vm.toString(i)));
    }
    for (uint256 i = 0; i < 12; i++) {
      keep(string.concat("peer", vm.toString(i)));
    }
    keep("accused");
    staked = staking.totalAssets();
  }

  function keep(string memory name) private {
    (address operator, uint256 key) = makeAddrAndKey(name);
    keys[staking.nodeIdOf(operator)] = key;
  }

  function voteFor(uint256 who, uint256 which, uint256 amount) external {
    uint256 id = nodeAt(which);
    if (staking.node(id).retired) return;
    amount = _bound(amount, 1, MINER_MINIMUM);
    vote(holder(who, id), id, amount);
    staked += amount;
  }

  function unvote(uint256 who, uint256 which, uint256 amount, bool all) external {
    uint256 id = nodeAt(which);
    address user = holder(who, id);
    uint256 votes = staking.votesOf(user, id);
    if (votes == 0 || staking.exitsOf(user).length >= EXITS) return;
    vm.prank(user);
    staking.unvote(id, all ? votes : _bound(amount, 1, votes));
  }

  /// @dev An exit pays what it is worth after the slashes of its node so far.
  function withdraw(uint256 who, uint256 which, uint256 exitAt) external {
    address user = holder(who, nodeAt(which));
    Exit[] memory exits = staking.exitsOf(user);
    if (exits.length == 0) return;
    Exit memory exit = exits[exitAt % exits.length];
    if (block.timestamp < exit.readyAt) return;
    uint256 before = cai.balanceOf(user);
    vm.prank(user);
    staking.withdraw(exit.id);
    assertEq(cai.balanceOf(user) - before, exit.amount);
    staked -= exit.amount;
  }

  function retire(uint256 which, uint256 dice) external {
    Node memory node = staking.node(nodeAt(which));
    if (dice % 8 != 0 || node.retired) return;
    vm.prank(node.owner);
    staking.retire(node.id);
  }

  function unjail(uint256 which) external {
    Node memory node = staking.node(nodeAt(which));
    if (node.jailedUntil == 0 || block.timestamp < node.jailedUntil) return;
    staking.unjail(node.id);
  }

  function nodeAt(uint256 which) internal pure returns (uint256) {
    return FIRST_MINER + which % (LAST_MINER + 1 - FIRST_MINER);
  }

  /// @dev The owner of a node, or one of two voters just as often.
  function holder(uint256 who, uint256 id) private view returns (address) {
    if (who % 2 == 0) return staking.node(id).owner;
    return who % 4 == 1 ? bob : carol;
  }
}
