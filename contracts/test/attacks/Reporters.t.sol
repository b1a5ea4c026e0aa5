// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Finding } from "../../src/disputes/Jury.sol";
import { Role } from "../../src/staking/Node.sol";
import { JuriesFixture } from "../juries/JuriesFixture.sol";

/// @dev Whose nodes a reporter keeps off the bench. It was read anew at each look: whoever owned the node that the
/// reporter's key served then. Each of these succeeded once.
contract ReporterAttacksTest is JuriesFixture {
  /// @dev All but the juror find the result right, and the verdict is carried out.
  function acquitWithoutJuror(uint256 id) private {
    hold(id, alike(without(jurors(id, 0), juror), Finding.Right));
    settle(id);
  }

  function requireFined(uint256 id, uint256 seats) private {
    assertGt(seats, 0);
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
    uint256 seats = drawFor(id, juror);
    acquitWithoutJuror(id);
    assertEq(rotate(juror, "late key"), reporter);
    requireFined(id, seats);
  }

  /// @dev Nobody could name it before the draw, so its seats stayed empty for nothing: 12 of 24 for half of the weight.
  function test_aKeyThatJoinsAfterTheDrawEmptiesNoSeats() public {
    vote(jurorOwner, juror, (PEERS - 2) * 2 * MINER_MINIMUM);
    nextTask();
    reporter = makeAddr("late key");
    endow(reporter);
    uint256 id = open();
    uint256 seats = drawFor(id, juror);
    registerNode(jurorOwner, "late key", Role.Miner, 0, MINER_MINIMUM);
    assertGt(seats, 0);
    assertEq(juries.seatsOf(id, 0, juror), seats);
  }

  /// @dev The juror takes over a node whose key has reported.
  function test_takingOverTheReportersNodeSavesNobodyFromItsFine() public {
    reporter = staking.node(peers[1]).operator;
    endow(reporter);
    uint256 id = open();
    uint256 seats = drawFor(id, juror);
    acquitWithoutJuror(id);
    vote(jurorOwner, peers[1], 2 * MINER_MINIMUM);
    handOver(peers[1], jurorOwner);
    requireFined(id, seats);
  }

  /// @dev Whoever kept a key that a node had before kept its owner off the bench by a report. With ten nodes and
  /// 30 % of the stake colluding, one owner less made the conviction of an honest node 700 times as likely.
  function test_aReplacedKeyBarsNobody() public {
    reporter = staking.node(juror).operator;
    rotate(juror, "new key");
    skip(1);
    endow(reporter);
    uint256 id = openWith(single(juror));
    assertFalse(isLeftOut(id, juror));
    assertGt(drawFor(id, juror), 0);
  }

  function test_norDoesThatOfARetiredNode() public {
    uint256 own = registerNode(jurorOwner, "own", Role.Miner, 0, MINER_MINIMUM);
    reporter = staking.node(own).operator;
    vm.prank(jurorOwner);
    staking.retire(own);
    nextTask();
    endow(reporter);
    assertGt(drawFor(open(), juror), 0);
  }

  /// @dev The owner of a key that has reported gives that node away, and sits with its others.
  function test_givingItsNodeAwaySeatsNoReporter() public {
    uint256 own = registerNode(jurorOwner, "own", Role.Miner, 0, MINER_MINIMUM);
    reporter = staking.node(own).operator;
    nextTask();
    endow(reporter);
    uint256 id = open();
    vote(bob, own, 2 * MINER_MINIMUM);
    handOver(own, bob);
    assertEq(drawFor(id, juror), 0);
  }
}
