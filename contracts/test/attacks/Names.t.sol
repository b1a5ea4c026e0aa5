// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Role } from "../../src/staking/Node.sol";
import { JuriesFixture } from "../juries/JuriesFixture.sol";

/// @dev Keeping others from naming the nodes that may not sit. A list was refused if a single node on it might
/// sit, and of several lists only the heaviest counted.
contract NameAttacksTest is JuriesFixture {
  uint256 private constant TOKEN = 1e18;
  uint256 private constant PEER_WEIGHT = 2 * MINER_MINIMUM;
  /// @dev Of the accused's owner, and of a voter that leaves: it may sit as soon as it withdraws its token.
  uint256 private own;
  uint256 private turncoat;
  address private turncoatOwner;
  uint256 private exitId;

  function setUp() public override {
    super.setUp();
    own = registerNode(accusedOwner, "own", Role.Miner, 0, 30 * MINER_MINIMUM);
    (turncoat, turncoatOwner) = (peers[0], staking.node(peers[0]).owner);
    vote(turncoatOwner, accused, TOKEN);
    vm.prank(turncoatOwner);
    exitId = staking.unvote(accused, TOKEN);
    skip(COOL_DOWN);
    drawNow();
    skip(1 minutes);
    assignment = assign(vm.addr(accusedKey), "");
  }

  /// @dev All that may not sit, as anybody reads it from the chain.
  function read() private view returns (uint256[] memory ids) {
    ids = new uint256[](2);
    (ids[0], ids[1]) = (turncoat, own);
  }

  function turn() private {
    vm.prank(turncoatOwner);
    staking.withdraw(exitId, turncoatOwner);
  }

  function total(uint256 id) private view returns (uint256) {
    return juries.juryOf(id, juries.getCase(id).round).totalWeight;
  }

  /// @dev There is a minute for it, and a guilty node's friends can have such a voter for each of its blocks.
  function test_aVoterThatWithdrawsJustBeforeStopsNoList() public {
    uint256 id = open();
    uint256[] memory ids = read();
    turn();
    juries.leaveOut(id, ids);
    assertEq(total(id), PEERS * PEER_WEIGHT);
    assertTrue(isLeftOut(id, own));
    // It may sit, so it is not left out.
    assertFalse(isLeftOut(id, turncoat));
  }

  function test_norAReport() public {
    uint256[] memory ids = read();
    turn();
    uint256 id = openWith(ids);
    assertEq(total(id), PEERS * PEER_WEIGHT);
  }

  function test_norAnAppeal() public {
    uint256 id = open();
    uint256[] memory ids = read();
    skip(2 * STEP);
    turn();
    vm.prank(reporter);
    juries.appeal(id, ids);
    assertEq(total(id), PEERS * PEER_WEIGHT);
  }

  /// @dev A wei is no stake in the accused, but one look at its voters does not tell.
  function test_norDoesAWeiForTheAccused() public {
    address owner = staking.node(peers[1]).owner;
    vote(owner, accused, 1);
    skip(1);
    uint256[] memory ids = new uint256[](2);
    (ids[0], ids[1]) = (peers[1], own);
    uint256 id = openWith(ids);
    assertFalse(isLeftOut(id, peers[1]));
    assertTrue(isLeftOut(id, own));
  }

  /// @dev More nodes than fit into a call are named by several.
  function test_listsAddUp() public {
    uint256 id = open();
    juries.leaveOut(id, single(own));
    juries.leaveOut(id, single(turncoat));
    assertEq(total(id), (PEERS - 1) * PEER_WEIGHT);
    // None counts twice.
    juries.leaveOut(id, read());
    assertEq(total(id), (PEERS - 1) * PEER_WEIGHT);
  }

  /// @dev All weight has grown since the draw, so the lower total is the draw's.
  function test_aNamedNodesWeightAtTheDrawIsLeftOutToo() public {
    vote(bob, peers[1], 50 * MINER_MINIMUM);
    skip(1);
    assertEq(total(openWith(single(own))), PEERS * PEER_WEIGHT);
  }

  function test_whoWasNamedAndMaySitLaterStaysOut() public {
    uint256 id = openWith(read());
    turn();
    juries.leaveOut(id, single(turncoat));
    assertTrue(isLeftOut(id, turncoat));
    assertEq(total(id), (PEERS - 1) * PEER_WEIGHT);
  }
}
