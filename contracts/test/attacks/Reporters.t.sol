// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Finding } from "../../src/disputes/Jury.sol";
import { Role } from "../../src/staking/Node.sol";
import { JuriesFixture } from "../juries/JuriesFixture.sol";

/// @dev Whose nodes a reporter keeps off the bench. It was read anew at each look: whoever owned the node that the
/// reporter's key served then. Each of these succeeded once.
contract ReporterAttacksTest is JuriesFixture {
  uint256 private juror;
  address private owner;

  function setUp() public override {
    super.setUp();
    juror = peers[0];
    owner = staking.node(juror).owner;
  }

  /// @dev Draws with a block hash that gives the juror seats.
  function drawWithJuror(uint256 id) private returns (uint256 seats) {
    for (uint256 hash = 1; seats == 0; hash++) {
      uint256 state = vm.snapshotState();
      draw(id, bytes32(hash));
      seats = juries.seatsOf(id, 0, juror);
      if (seats == 0) vm.revertToState(state);
    }
  }

  /// @dev All but the juror find the result right, and the verdict is carried out.
  function acquitWithoutJuror(uint256 id) private {
    uint256[] memory ids = jurors(id, 0);
    (ids[0], ids[ids.length - 1]) = (ids[ids.length - 1], ids[0]);
    assertEq(ids[ids.length - 1], juror);
    assembly {
      mstore(ids, sub(mload(ids), 1))
    }
    hold(id, alike(ids, Finding.Right));
    settle(id);
  }

  function requireFined(uint256 id, uint256 seats) private {
    assertEq(juries.seatsOf(id, 0, juror), seats);
    uint256 before = stakeOf(juror);
    juries.fine(id, 0, single(juror));
    assertEq(before - stakeOf(juror), seats * FINE);
  }

  /// @dev A juror that was away takes the reporter's key, which belonged to no node, for its own node.
  function test_takingTheReportersKeyAfterTheVotesSavesNobodyFromItsFine() public {
    reporter = makeAddr("late key");
    endow(reporter);
    uint256 id = open();
    uint256 seats = drawWithJuror(id);
    acquitWithoutJuror(id);
    assertEq(rotate(juror, "late key"), reporter);
    requireFined(id, seats);
  }

  /// @dev Nobody could name it before the draw, so its seats stayed empty for nothing: 12 of 24 for half of the weight.
  function test_aKeyThatJoinsAfterTheDrawEmptiesNoSeats() public {
    vote(owner, juror, (PEERS - 2) * 2 * MINER_MINIMUM);
    skip(1 minutes);
    drawNow();
    skip(1 minutes);
    assignment = assign(vm.addr(accusedKey), "");
    reporter = makeAddr("late key");
    endow(reporter);
    uint256 id = open();
    uint256 seats = drawWithJuror(id);
    registerNode(owner, "late key", Role.Miner, 0, MINER_MINIMUM);
    assertEq(juries.seatsOf(id, 0, juror), seats);
  }

  /// @dev The juror takes over a node whose key has reported.
  function test_takingOverTheReportersNodeSavesNobodyFromItsFine() public {
    reporter = staking.node(peers[1]).operator;
    endow(reporter);
    uint256 id = open();
    uint256 seats = drawWithJuror(id);
    acquitWithoutJuror(id);
    handOver(peers[1], owner);
    requireFined(id, seats);
  }

  /// @dev Whoever keeps a key that a node had before keeps its owner off the bench by a report. TRUST.md says so.
  function test_aReplacedKeyBarsTheOwnerOfItsNode() public {
    reporter = staking.node(juror).operator;
    rotate(juror, "new key");
    endow(reporter);
    uint256 id = openWith(single(juror));
    assertTrue(juries.ballotOf(id, 0, juror).barred);
  }

  /// @dev The owner of a key that has reported gives that node away, and sits with its others.
  function test_givingItsNodeAwaySeatsNoReporter() public {
    uint256 own = registerNode(owner, "own", Role.Miner, 0, MINER_MINIMUM);
    reporter = staking.node(own).operator;
    skip(1 minutes);
    drawNow();
    skip(1 minutes);
    assignment = assign(vm.addr(accusedKey), "");
    endow(reporter);
    uint256 id = open();
    handOver(own, bob);
    for (uint256 hash = 1; hash < 20; hash++) {
      uint256 state = vm.snapshotState();
      draw(id, bytes32(hash));
      assertEq(juries.seatsOf(id, 0, juror), 0);
      vm.revertToState(state);
    }
  }

  function handOver(uint256 nodeId, address to) private {
    vote(to, nodeId, 2 * MINER_MINIMUM);
    vm.prank(staking.node(nodeId).owner);
    staking.offerNode(nodeId, to);
    vm.prank(to);
    staking.acceptNode(nodeId);
  }
}
