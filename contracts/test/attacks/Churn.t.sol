// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { JuriesFixture } from "../juries/JuriesFixture.sol";

/// @dev Weight that leaves one node after the task's draw and comes to another before the case. It is in the total of
/// either moment, but no node has it in both, so nobody got the seats for it: a guilty node's friends kept juries from
/// a verdict by moving votes between two honest nodes.
contract ChurnAttacksTest is JuriesFixture {
  uint256 private constant PEER_WEIGHT = 2 * MINER_MINIMUM;
  uint256 private constant MOVED = 50 * MINER_MINIMUM;
  uint256 private from;
  uint256 private to;

  function setUp() public override {
    super.setUp();
    (from, to) = (peers[1], peers[2]);
    vote(bob, from, MOVED);
    nextTask();
    vm.prank(bob);
    staking.unvote(from, MOVED);
    vote(carol, to, MOVED);
    skip(1);
  }

  function total(uint256 id) private view returns (uint256) {
    return juries.juryOf(id, juries.getCase(id).round).totalWeight;
  }

  function test_whatOnlyTheDrawSawIsLeftOut() public {
    assertEq(total(openWith(single(from))), PEERS * PEER_WEIGHT);
  }

  function test_whatOnlyTheCaseSawIsLeftOut() public {
    assertEq(total(openWith(single(to))), PEERS * PEER_WEIGHT);
  }

  function test_ofBothAtOnce_onlyTheExcess() public {
    uint256 id = open();
    assertEq(total(id), PEERS * PEER_WEIGHT + MOVED);
    uint256[] memory both = new uint256[](4);
    (both[0], both[1], both[2], both[3]) = (from, to, from, to);
    juries.leaveOut(id, both);
    juries.leaveOut(id, both);
    assertEq(total(id), PEERS * PEER_WEIGHT);
    assertFalse(isLeftOut(id, from));
    assertFalse(isLeftOut(id, to));
  }

  /// @dev It keeps the seats that its lower weight gives it.
  function test_whomWeightHasLeftStillSits() public {
    assertGt(drawFor(openWith(single(from)), from), 0);
  }

  function test_toWhomWeightCameStillSits() public {
    assertGt(drawFor(openWith(single(to)), to), 0);
  }

  function test_ofWhoIsBarred_allAtOnce() public {
    vote(staking.node(from).owner, accused, 1e18);
    skip(1);
    uint256 id = openWith(single(from));
    assertTrue(isLeftOut(id, from));
    assertEq(total(id), (PEERS - 1) * PEER_WEIGHT);
  }

  function test_whoComesToBeBarredAfterItsExcessWasNamedIsLeftOutOnce() public {
    uint256 id = openWith(single(from));
    vote(bob, accused, 1);
    // No way to it is known: stake that comes after the case bars nobody.
    bytes memory exposure = abi.encodeCall(staking.exposedSince, (staking.node(from).owner, accused));
    vm.mockCall(address(staking), exposure, abi.encode(uint48(1)));
    juries.leaveOut(id, single(from));
    assertTrue(isLeftOut(id, from));
    assertEq(total(id), (PEERS - 1) * PEER_WEIGHT);
    juries.leaveOut(id, single(from));
    assertEq(total(id), (PEERS - 1) * PEER_WEIGHT);
  }
}
